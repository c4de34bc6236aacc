"""The wizard of acts over many: choose, preview, confirm; and the way back."""

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.registry.organization.models import Area, Reorganization, Team
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import (
    COUNTY,
    make_area,
    make_county,
    make_institution,
    make_member,
    make_practitioner,
    make_team,
)

pytestmark = pytest.mark.django_db
TOWNSHIP = f"{COUNTY}100"


@pytest.fixture
def bureau(client):
    make_county(townships=2, villages=3)
    user = make_user(name="局办事员")
    make_post(user=user, code="county_bureau", region=COUNTY)
    client.force_login(user)
    return client


@pytest.fixture
def teams(bureau):
    centre = make_institution(TOWNSHIP)
    found = [make_team(centre, name=name) for name in ("春晖团队", "杏林团队")]
    for number, team in enumerate(found, start=201):
        make_area(team, f"{TOWNSHIP}{number}")
    return found


def address(kind):
    return reverse("organization:reorganize", args=[kind]) + f"?township={TOWNSHIP}"


def test_the_township_is_chosen_first_and_an_unknown_act_is_not_found(bureau):
    page = bureau.get(reverse("organization:reorganize", args=["merge_teams"])).content.decode()
    assert "第100镇" in page and "第101镇" in page
    assert bureau.get(address("something")).status_code == 404


def test_teams_are_merged_after_a_preview_and_the_act_is_undone(bureau, teams):
    into, merged = teams
    answers = {"into": into.id, "teams": [merged.id], "reason": "人员不足"}
    missing = bureau.post(address("merge_teams"), answers | {"reason": "", "preview": ""})
    assert missing.status_code == 422 and not Reorganization.objects.exists()
    preview = bureau.post(address("merge_teams"), answers | {"preview": ""}).content.decode()
    assert "预检通过" in preview and "责任区域" in preview and not Reorganization.objects.exists()
    wrong = bureau.post(address("merge_teams"), answers | {"teams": [into.id], "preview": ""}).content.decode()
    assert "E_NOTHING_TO_MERGE" in wrong
    done = bureau.post(address("merge_teams"), answers | {"confirm": ""})
    act = Reorganization.objects.get()
    assert done.url == reverse("organization:reorganization", args=[act.id])
    assert (act.former, act.following) == (["杏林团队"], ["春晖团队"])
    page = bureau.get(done.url).content.decode()
    assert "人员不足" in page and "撤销这次调整" in page
    assert "杏林团队" in bureau.get(reverse("organization:reorganizations")).content.decode()
    undo = reverse("organization:undo_reorganization", args=[act.id])
    assert bureau.post(undo, {"reason": ""}).status_code == 422
    bureau.post(undo, {"reason": "办错了"})
    assert Team.objects.get(id=merged.id).dissolved_on is None
    again = bureau.post(undo, {"reason": "办错了"})
    assert again.status_code == 409 and "B_ALREADY_UNDONE" in again.content.decode()


def test_a_team_is_split_by_listing_its_parts_first(bureau, teams):
    team = teams[0]
    doctor = make_practitioner(team.institution, "gp", name="新队长")
    make_member(team, doctor, "gp")
    make_area(team, f"{TOWNSHIP}203")
    listed = bureau.post(address("split_team"), {"team": team.id, "choose": ""})
    assert listed.status_code == 200 and "新队长" in listed.content.decode()
    area = Area.objects.get(region_id=f"{TOWNSHIP}203")
    answers = {
        "team": team.id,
        "name": "新团队",
        "members": [f"{doctor.id}:gp"],
        "leader": doctor.id,
        "areas": [area.id],
        "reason": "人口增加",
    }
    assert bureau.post(address("split_team"), answers | {"name": "", "preview": ""}).status_code == 422
    assert "预检通过" in bureau.post(address("split_team"), answers | {"preview": ""}).content.decode()
    bureau.post(address("split_team"), answers | {"confirm": ""})
    assert Team.objects.get(name="新团队").founded_on == clock.today()


def test_institutions_merge_and_villages_merge_and_change_names_on_the_page(bureau, teams):
    former, into = make_institution(f"{COUNTY}101", name="邻镇二院"), teams[0].institution
    offered = bureau.get(address("merge_institutions")).content.decode()
    assert '<optgroup label="第101镇">' in offered and offered.count(former.name) == 1
    bureau.post(
        address("merge_institutions"), {"into": into.id, "institution": former.id, "reason": "改革", "confirm": ""}
    )
    first, second = f"{TOWNSHIP}201", f"{TOWNSHIP}202"
    merged = {"into": first, "villages": [second], "reason": "合村并居"}
    assert "预检通过" in bureau.post(address("merge_villages"), merged | {"preview": ""}).content.decode()
    bureau.post(address("merge_villages"), merged | {"confirm": ""})
    bureau.post(address("rename_village"), {"village": first, "name": "新村", "reason": "更名", "confirm": ""})
    kinds = Reorganization.objects.values_list("kind", flat=True)
    assert set(kinds) == {"merge_institutions", "merge_villages", "rename_village"}
    export = bureau.post(reverse("organization:reorganizations"), {"export": "all-csv"})
    assert "合村并居" in b"".join(export.streaming_content).decode()
