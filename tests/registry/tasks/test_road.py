"""The order of a team's home rounds on its pages."""

import pytest
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.registry.tasks.models import RoadStop
from tests.registry.access.factories import signed_in
from tests.registry.organization.factories import make_area, make_institution, make_team
from tests.registry.people.factories import OTHER_VILLAGE, VILLAGE, make_household, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(db):
    team = make_team(make_institution(make_region(VILLAGE[:9])))
    for village in (VILLAGE, f"{VILLAGE[:9]}229"):
        make_area(team, village)
    return team


def test_villages_are_put_in_order_by_their_numbers(client, team):
    page = signed_in(client, "village_doctor", region=VILLAGE[:9])
    url = reverse("tasks:road", args=[team.id])
    assert page.get(url).status_code == 200
    page.post(url, {f"order.{VILLAGE}": "2", f"order.{VILLAGE[:9]}229": "1", f"order.{OTHER_VILLAGE}": "3"})
    assert list(RoadStop.objects.order_by("position").values_list("region_id", flat=True)) == [
        f"{VILLAGE[:9]}229",
        VILLAGE,
    ]
    assert [row["code"] for row in page.get(url).context["rows"]] == [f"{VILLAGE[:9]}229", VILLAGE]
    assert Entry.objects.filter(act="tasks.order_road").count() == 1


def test_households_stand_by_the_number_of_the_house_until_they_are_put_in_order(client, team):
    homes = {name: make_household(members=1, address=name) for name in ("12号", "2号", "3号")}
    page = signed_in(client, "doctor", region=VILLAGE[:9])
    url = reverse("tasks:road_of_village", args=[team.id, VILLAGE])

    def notes() -> list[str]:
        return [row["note"] for row in page.get(url).context["rows"]]

    assert notes() == ["2号", "3号", "12号"]
    page.post(url, {f"order.{homes['12号'].id}": "1", f"order.{homes['3号'].id}": "2"})
    assert notes() == ["12号", "3号", "2号"]
    page.post(url, {f"order.{homes['2号'].id}": "1"})
    assert notes()[0] == "2号"


def test_who_reads_tasks_sees_the_order_and_only_who_assigns_sets_it(client, team):
    page = signed_in(client, "pharmacist", region=VILLAGE[:9])
    url = reverse("tasks:road", args=[team.id])
    assert "保存顺序" not in page.get(url).text
    assert page.post(url, {f"order.{VILLAGE}": "1"}).status_code == 404
    assert not RoadStop.objects.exists()


@pytest.mark.parametrize("village", [OTHER_VILLAGE, "x"])
def test_another_teams_village_has_no_order_here(client, team, village):
    make_region(OTHER_VILLAGE)
    page = signed_in(client, "doctor", region=VILLAGE[:9])
    assert page.post(reverse("tasks:road_of_village", args=[team.id, village])).status_code == 404
