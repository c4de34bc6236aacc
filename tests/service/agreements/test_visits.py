"""Local helpers see whom to visit and nothing else (S0-14)."""

import pytest
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.rulebook import find_value, rulebook
from tests.registry.access.factories import signed_in
from tests.registry.people.factories import OTHER_VILLAGE, make_stay

from .factories import SIGNED_ON, VILLAGE, make_household, make_resident, make_village, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return make_village()


@pytest.fixture
def helper(client, village):
    return signed_in(client, "local_helper", region=VILLAGE)


def test_each_of_the_four_helpers_is_a_role_and_the_post_holds_one_permission():
    named = find_value("team.local_helpers", SIGNED_ON, ("national", "county-2018")).value
    assert set(named) == {"health_cadre", "disability_commissioner", "rehabilitation", "liaison"}
    assert set(named) <= set(rulebook().roles)
    assert rulebook().posts["local_helper"].permissions == ["visit_list_read"]


def test_the_list_tells_where_people_live_and_whether_they_signed_and_nothing_of_health(helper, village):
    household = make_household(members=1, address="西关路8号")
    signed = household.members.get()
    sign(village, signed)
    asked = make_resident(name="王待问", phone="13871100009", groups=("hypertension", "mental_disorder"))
    far = make_resident(name="远方人", village=OTHER_VILLAGE)
    page = helper.get(reverse("agreements:visits"))
    text = page.content.decode()
    assert asked.name in text and signed.name in text and far.name not in text
    assert "待动员" in text and "已签约" in text
    assert "高血压" not in text and "精神" not in text and "1387" not in text and "4203241980" not in text
    read = Entry.objects.filter(act="agreements.list_visits").latest("id")
    assert set(read.resident_ids) == {signed.id, asked.id}


def test_it_narrows_to_those_still_to_be_asked_and_to_those_away(helper, village):
    signed, _asked, away = (make_resident(name=name) for name in ("甲已签", "乙待问", "丙外出"))
    sign(village, signed)
    make_stay(away)
    address = reverse("agreements:visits")
    to_ask = helper.get(address, {"standing": "to_ask"}).content.decode()
    gone = helper.get(address, {"away": "1"}).content.decode()
    assert "乙待问" in to_ask and "甲已签" not in to_ask
    assert "丙外出" in gone and "乙待问" not in gone


def test_the_first_page_counts_whom_to_visit_and_whom_to_ask(helper, village):
    sign(village, make_resident(name="甲已签"))
    make_resident(name="乙待问")
    cards = {card.label: card.value for card in helper.get(reverse("workstation:home")).context["page"].cards}
    assert (cards["走访名单"], cards["待动员签约"]) == ("2", "1")


@pytest.mark.parametrize("route", ["people:residents", "agreements:list", "agreements:to_sign", "workstation:search"])
def test_other_lists_of_people_are_not_there_for_a_helper(helper, village, route):
    assert helper.get(reverse(route)).status_code == 404


def test_the_resident_page_is_not_there_for_a_helper_and_the_list_not_for_a_doctor(client, helper, village):
    assert helper.get(reverse("workstation:resident", args=[make_resident().id])).status_code == 404
    doctor = signed_in(client, "doctor", institution=village.team.institution)
    assert doctor.get(reverse("agreements:visits")).status_code == 404
