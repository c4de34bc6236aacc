"""Which teams and doctors an adoption would put near or beyond a cap, and what it does to their work."""

import datetime as dt

import pytest

from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import ProposedAdoption
from jiayi.service.agreements import selectors
from jiayi.service.agreements.models import DoctorLoad, TeamLoad
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_county,
    make_institution,
    make_team,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
TOWN, OTHER = f"{COUNTY}100", f"{COUNTY}101"


@pytest.fixture
def teams():
    """Three teams of a township without caps and one of a township that caps households at 400."""
    make_county(townships=2, villages=1)
    make_adoption(OTHER, "urban-team")
    centre = make_institution(TOWN)
    made = [make_team(centre, name=name, roles=("village_doctor", "gp")) for name in ("甲队", "乙队", "丙队")]
    made.append(make_team(make_institution(OTHER), name="丁队"))
    for team, households, doctor in zip(made, (1501, 1400, 12, 380), (1001, 900, 10, 20), strict=True):
        TeamLoad.objects.create(team=team, households=households, persons=3 * households)
        DoctorLoad.objects.create(practitioner=team.leader, persons=doctor)
    return made


def caps(teams, *schemes, region=COUNTY):
    facts = list(organization.team_facts_of([team.id for team in teams], TODAY).values())
    stacks = organization.stacks_if({team.region_code for team in facts}, ProposedAdoption(region, schemes, TODAY))
    by_team = {team.id: stacks[team.region_code] for team in facts}
    found = selectors.caps_if(facts, by_team, TODAY)
    return {(one.name, one.kind): (one.before.state, one.after.state) for one in found}, facts, by_team


def test_teams_beyond_and_near_the_new_cap_are_told_by_name(teams):
    found, _, _ = caps(teams, "household-village")
    assert found["甲队", "team_households"] == ("none", "over")
    assert found["乙队", "team_households"] == ("none", "near")
    assert found["丙队", "team_households"] == ("none", "fine")
    assert found["丁队", "team_households"] == ("near", "near")
    assert found["甲队", "team_persons"] == ("none", "none")


@pytest.mark.parametrize(
    ("schemes", "states"),
    [
        (("household-village",), ["fine", "fine", "fine"]),
        (("severe-chronic-poor",), ["over", "near", "fine"]),
        (("household-village", "severe-chronic-poor"), ["over", "near", "fine"]),
    ],
)
def test_a_village_doctor_is_held_by_the_lower_of_both_caps(teams, schemes, states):
    found, _, _ = caps(teams, *schemes)
    assert [found[team.leader.name, "doctor_persons"][1] for team in teams[:3]] == states


def test_the_fullest_stand_first_and_two_queries_suffice(teams, django_assert_num_queries):
    _, facts, stacks = caps(teams, "household-village")
    with django_assert_num_queries(2):
        found = selectors.caps_if(facts, stacks, TODAY)
    shares = [one.now / one.after.limit for one in found if one.after.limit]
    assert shares == sorted(shares, reverse=True)


def test_both_sides_of_the_work_come_from_one_count(teams, django_assert_num_queries):
    _, facts, stacks = caps(teams, "household-village")
    with django_assert_num_queries(11):
        found = selectors.work_if(facts, stacks, on=TODAY, day=TODAY)
    alone = {one.id: one for one in selectors.workloads(make_viewer("workload_read", regions=(COUNTY,)), on=TODAY)}
    assert {one.before.id: one.before.measure for one in found} == {key: one.measure for key, one in alone.items()}
    assert all(one.before.measure == one.after.measure for one in found)
