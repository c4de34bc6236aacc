import datetime as dt

import pytest
from django.test import Client

from jiayi.foundation.base import clock
from jiayi.registry.access.services import issue_token
from tests.registry.access.factories import make_viewer
from tests.registry.organization.factories import COUNTY, make_team

TOWNSHIP = f"{COUNTY}100"


def ask(token: str = "", **query):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client().get("/api/v1/teams", query, headers=headers)


@pytest.fixture
def token(place) -> str:
    viewer = make_viewer(post="doctor", institution=place.centre)
    return issue_token(by=viewer, label="test", at=clock.now())


def test_teams_are_given_with_members_and_villages(place, token):
    answer = ask(token).json()
    assert answer["next"] is None
    by_name = {team["name"]: team for team in answer["teams"]}
    assert by_name.keys() == {"春晖团队", "杏林团队"}
    team = by_name["春晖团队"]
    assert (team["id"], team["institution"], team["region"]) == (str(place.team.id), str(place.centre.id), TOWNSHIP)
    assert [member["role"] for member in team["members"]] == ["gp", "nurse", "public_health"]
    assert team["leader"] == team["members"][0]["practitioner"]
    assert team["areas"] == [f"{TOWNSHIP}201"]


def test_teams_are_narrowed_by_institution_and_region_and_come_in_pages(place, token):
    far = make_team(place.elsewhere, name="远方团队")
    assert [team["name"] for team in ask(token, institution=str(place.elsewhere.id)).json()["teams"]] == ["远方团队"]
    assert len(ask(token, region=TOWNSHIP).json()["teams"]) == 2
    first = ask(token, limit=2).json()
    assert (len(first["teams"]), first["next"]) == (2, first["teams"][-1]["id"])
    second = ask(token, limit=2, after=first["next"]).json()
    assert ([team["id"] for team in second["teams"]], second["next"]) == ([str(far.id)], None)


def test_a_dissolved_team_is_not_given(place, token):
    make_team(place.centre, dissolved_on=dt.date(2026, 11, 21))
    assert len(ask(token).json()["teams"]) == 2


def test_a_page_costs_the_same_few_queries_however_many_teams(place, token, django_assert_max_num_queries):
    for _ in range(10):
        make_team(place.centre)
    with django_assert_max_num_queries(7):
        assert len(ask(token).json()["teams"]) == 12


def test_without_a_token_or_a_staff_post_there_is_nothing(place):
    assert ask().status_code == 401
    insurer = make_viewer(post="insurer", region=COUNTY)
    answer = ask(issue_token(by=insurer, label="test", at=clock.now()))
    assert (answer.status_code, answer.json()["code"]) == (404, "E_NOT_FOUND")


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "201"}, {"region": "42x"}, {"institution": "x"}])
def test_a_question_of_the_wrong_shape_is_refused(token, query):
    assert ask(token, **query).status_code == 422
