"""Agreements over the JSON API."""

import functools

import pytest

from jiayi.foundation.base import clock
from jiayi.service.agreements.models import Agreement
from tests.registry.access.factories import make_post, make_user
from tests.registry.access.tokens import ApiClient
from tests.registry.organization.factories import make_institution, make_region

from .factories import make_household, make_resident, make_team, make_village
from .races import at_once

UNKNOWN = "01a20100-0000-7000-8000-000000000000"


class Desk:
    """A doctor of the village's institution at the API."""

    def __init__(self) -> None:
        self.village = make_village("county-2018")
        user = make_user(username="doctor")
        make_post(user=user, code="doctor", institution=self.village.team.institution)
        self.api = ApiClient(user)

    def body(self, who, **changes) -> dict:
        return {
            "resident": str(who.id),
            "team": str(self.village.team.id),
            "packages": ["basic"],
            "kind": "first",
            "signed_on": clock.today().isoformat(),
            "unit": "person",
        } | changes

    def sign(self, who, *, key=None, **changes):
        return self.api.post("/agreements", self.body(who, **changes), key=key)


@pytest.fixture
def desk(db):
    return Desk()


def test_an_agreement_is_signed_and_read_again(desk):
    resident = make_resident()
    answer = desk.sign(resident, packages=["basic", "primary"])
    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert (body["state"], body["resident"], body["total_fen"]) == ("active", str(resident.id), 6000)
    again = desk.api.get(f"/agreements/{body['id']}")
    assert (again.status_code, again.json()) == (200, body)


def test_an_unknown_key_is_refused_by_its_name_and_nothing_is_signed(desk):
    answer = desk.sign(make_resident(), assistant=UNKNOWN)
    assert answer.status_code == 422
    assert answer.json()["breaches"] == [{"code": "extra_forbidden", "field": "body.data.assistant"}]
    assert not Agreement.objects.exists()


def test_a_household_is_signed_by_one_of_it(desk):
    household = make_household(members=3)
    body = desk.sign(household.head, unit="household").json()
    assert len(body["members"]) == 3
    assert Agreement.objects.filter(paper_id=body["paper"]).count() == 3


def test_a_law_that_forbids_is_409_with_its_breaches(desk):
    resident = make_resident()
    desk.sign(resident)
    answer = desk.sign(resident)
    assert (answer.status_code, answer.json()["code"]) == (409, "E_LAW_BROKEN")
    [breach] = answer.json()["breaches"]
    assert breach["code"] == "B_ALREADY_SIGNED"
    assert breach["text_zh"] and breach["source"]["document"]


@pytest.mark.parametrize(
    "changes",
    [
        {"packages": []},
        {"packages": ["golden"]},
        {"kind": "second"},
        {"unit": "street"},
        {"signed_on": "2026-02-30"},
        {"signed_on": "2999-01-01"},
        {"resident": "nobody"},
        {"unit": "household"},
        {"team": None},
    ],
)
def test_a_shape_that_does_not_fit_is_422(desk, changes):
    answer = desk.sign(make_resident(), **changes)
    assert answer.status_code == 422, answer.json()
    assert set(answer.json()) == {"code", "message", "breaches"}


def test_unknown_residents_teams_and_agreements_are_404(desk):
    resident = make_resident()
    assert desk.sign(resident, resident=UNKNOWN).status_code == 404
    assert desk.sign(resident, team=UNKNOWN).status_code == 404
    assert desk.api.get(f"/agreements/{UNKNOWN}").status_code == 404


def test_the_wrong_person_gets_404(desk):
    resident = make_resident()
    signed = desk.sign(resident).json()["id"]
    for code in ("insurer", "system_admin"):
        user = make_user(username=code)
        make_post(user=user, code=code, institution=desk.village.team.institution)
        api = ApiClient(user)
        assert api.get(f"/agreements/{signed}").status_code == 404
        assert api.post("/agreements", desk.body(make_resident())).status_code == 404


def test_a_doctor_of_another_township_gets_404(desk):
    signed = desk.sign(make_resident()).json()["id"]
    user = make_user(username="elsewhere")
    make_post(user=user, code="doctor", institution=make_institution(make_region("420324102")))
    assert ApiClient(user).get(f"/agreements/{signed}").status_code == 404
    assert ApiClient(user).post("/agreements", desk.body(make_resident())).status_code == 404


def test_the_same_key_signs_once_and_another_body_is_refused(desk):
    resident = make_resident()
    first = desk.sign(resident, key="k1")
    assert desk.sign(resident, key="k1").json() == first.json()
    assert desk.sign(resident, key="k1", years=2).status_code == 422
    assert Agreement.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_thirty_two_posts_with_one_key_sign_once():
    desk = Desk()
    resident = make_resident()
    answers = at_once([functools.partial(desk.sign, resident, key="k2")] * 32)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == Agreement.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_posts_without_a_key_sign_once_and_the_others_hear_the_breach():
    desk = Desk()
    resident = make_resident()
    teams = [desk.village.team, make_team()]
    acts = [functools.partial(desk.sign, resident, team=str(team.id)) for team in teams] * 8
    answers = at_once(acts)
    assert sorted({answer.status_code for answer in answers}) == [201, 409]
    refused = [answer.json()["breaches"][0]["code"] for answer in answers if answer.status_code == 409]
    assert refused == ["B_ALREADY_SIGNED"] * 15
    assert Agreement.objects.count() == 1
