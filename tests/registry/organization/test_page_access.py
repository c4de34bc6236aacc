"""Who may open which page: everyone else gets the same 404 as for what does not exist."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from jiayi.foundation.base.models import new_id
from jiayi.registry.organization import urls
from jiayi.registry.organization.models import Coordinator, Practitioner, Reorganization, Team, TeamDepartment
from tests.registry.organization.factories import COUNTY, make_institution, make_practitioner, make_team

TOWNSHIP = f"{COUNTY}100"
STAFF = {"institution_manager", "county_bureau", "doctor", "nurse", "village_doctor", "pharmacist", "auditor"}
OUTSIDERS = {"insurer", "partner", "system_admin", "security_admin", "audit_admin"}
EVERYONE = STAFF | OUTSIDERS
KEEPERS = {"institution_manager", "county_bureau"}
MANAGER = {"institution_manager"}
CHECKERS = KEEPERS | {"auditor"}

# Each page: how it is asked for, and whose posts at the centre open it.
PAGES = {
    "institutions": ("get", EVERYONE),
    "institution": ("get", EVERYONE),
    "consortia": ("get", EVERYONE),
    "regions": ("get", EVERYONE),
    "region": ("get", EVERYONE),
    "coordination": ("get", EVERYONE),
    "end_coordinator": ("post", KEEPERS),
    "areas": ("get", STAFF),
    "export_areas": ("post", STAFF - {"nurse", "village_doctor", "pharmacist"}),
    "teams": ("get", STAFF),
    "team": ("get", STAFF),
    "notice": ("get", STAFF),
    "grid": ("get", STAFF),
    "checks": ("get", CHECKERS),
    "check": ("get", CHECKERS),
    "my_publication": ("get", set()),  # of people on the list of staff; these users are not
    "practitioners": ("get", KEEPERS),
    "practitioner": ("get", KEEPERS),
    "new_practitioner": ("get", KEEPERS),
    "edit_practitioner": ("get", KEEPERS),
    "hand_over": ("get", KEEPERS),
    "devices": ("get", KEEPERS),
    "device": ("get", KEEPERS),
    "new_device": ("get", KEEPERS),
    "check_out_device": ("post", KEEPERS),
    "put_device": ("post", KEEPERS),
    "new_institution": ("get", KEEPERS),
    "edit_institution": ("get", KEEPERS),
    "set_population": ("post", KEEPERS),
    "add_building": ("post", KEEPERS),
    "end_responsibility": ("post", KEEPERS),
    "departments": ("get", STAFF),
    "end_department": ("post", MANAGER),
    "new_team": ("get", MANAGER),
    "edit_team": ("get", MANAGER),
    "change_members": ("get", MANAGER),
    "dissolve_team": ("post", MANAGER),
    "check_members": ("post", MANAGER),
    "area_members": ("get", MANAGER),
    "assign_areas": ("post", MANAGER),
    "end_areas": ("post", MANAGER),
    "reorganizations": ("get", KEEPERS),
    "reorganize": ("get", KEEPERS),
    "reorganization": ("get", KEEPERS),
    "undo_reorganization": ("post", KEEPERS),
}
POSTED = {"set_population": {"population": "5"}, "add_building": {"name": "新楼"}, "put_device": {"status": "in_store"}}


def address(name: str, place) -> str:
    ids = {
        "institution_id": place.centre.id,
        "practitioner_id": place.spare.id,
        "device_id": place.device.id,
        "team_id": place.team.id,
        "responsibility_id": place.responsibility.id,
        "kind": "merge_teams" if name == "reorganize" else "open",
        "act_id": _act(place).id if name in ("reorganization", "undo_reorganization") else None,
        "department_id": _department(place).id if name == "end_department" else None,
        "coordinator_id": _coordinator(place).id if name == "end_coordinator" else None,
        "code": f"{TOWNSHIP}201" if name == "add_building" else TOWNSHIP,
    }
    pattern = next(each for each in urls.urlpatterns if each.name == name)
    return reverse(f"organization:{name}", kwargs={key: ids[key] for key in pattern.pattern.converters})


def _act(place) -> Reorganization:
    return Reorganization.objects.create(
        kind="rename_village",
        effective_on="2026-11-30",
        reason="更名",
        institution=place.centre,
        region_id=place.centre.region_id,
    )


def _coordinator(place) -> Coordinator:
    told = {"part": "leading_group", "seat": "other", "name": "周建国", "starts_on": "2026-01-01"}
    return Coordinator.objects.create(region_id=place.centre.region_id, **told)


def _department(place) -> TeamDepartment:
    known = {"name": "心内科", "tasks": ["referral"], "contact": "张主任", "starts_on": "2026-01-01"}
    return TeamDepartment.objects.get_or_create(team=place.team, institution=place.elsewhere, defaults=known)[0]


def ask(client: Client, name: str, place):
    method = PAGES[name][0]
    answer = getattr(client, method)(address(name, place), POSTED.get(name, {}) if method == "post" else {})
    if answer.streaming:
        b"".join(answer)  # a file that is not read to its end stays open
    return answer


def test_every_page_of_the_room_is_in_the_table_of_who_may_open_it():
    assert {each.name for each in urls.urlpatterns} == PAGES.keys()
    assert get_resolver().namespace_dict["organization"]


@pytest.mark.parametrize("name", PAGES)
def test_a_visitor_is_sent_to_sign_in(place, name):
    answer = ask(Client(), name, place)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("access:sign_in"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_those_whose_posts_allow_it_and_is_missing_for_all_others(place, browser, name):
    allowed = PAGES[name][1]
    opened = set()
    for post in sorted(EVERYONE):
        at = {"institution": place.centre} if post in STAFF - {"county_bureau"} else {"region": COUNTY}
        if ask(browser(post, **at), name, place).status_code != 404:
            opened.add(post)
    assert opened == allowed


@pytest.mark.parametrize("name", [name for name, (_method, allowed) in PAGES.items() if allowed <= KEEPERS])
def test_the_manager_of_another_township_finds_nothing_of_this_one(place, browser, name):
    stranger = browser(institution=place.elsewhere)
    answer = ask(stranger, name, place)
    if name in {
        "practitioners",
        "devices",
        "new_practitioner",
        "new_device",
        "new_institution",
        "new_team",
        "reorganizations",
        "reorganize",
    }:
        assert place.spare.name not in answer.content.decode()
        assert place.device.name not in answer.content.decode()
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize("name", ["institution", "practitioner", "device", "team"])
def test_what_does_not_exist_answers_like_what_is_forbidden(place, browser, name):
    missing = reverse(f"organization:{name}", args=[new_id()])
    assert browser().get(missing).status_code == 404
    forbidden = browser("insurer", region=COUNTY).get(address("team", place))
    absent = browser("insurer", region=COUNTY).get(reverse("organization:team", args=[new_id()]))
    assert (forbidden.status_code, absent.status_code) == (404, 404)


def test_lists_cost_the_same_few_queries_however_long_they_are(place, browser, django_assert_max_num_queries):
    for number in range(12):
        make_team(place.centre, name=f"又一团队{number}")
        make_institution(f"{COUNTY}101")
    assert Team.objects.count() == 14
    assert Practitioner.objects.count() > 30
    make_practitioner(place.centre)
    client = browser()
    for name in ("teams", "institutions", "practitioners", "devices"):
        with django_assert_max_num_queries(12):
            assert client.get(address(name, place)).status_code == 200
