"""The load of all teams, counted at once, equals the slow twin on a generated county."""

import datetime as dt
import random

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization.models import Team, TeamMember
from jiayi.registry.people.models import Resident
from jiayi.service.agreements import selectors
from jiayi.service.agreements.models import Agreement, AgreementPackage, AgreementPaper
from jiayi.service.agreements.selectors import packages_on_offer
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_county,
    make_institution,
    make_member,
    make_practitioner,
    make_team,
    make_viewer,
)
from tests.registry.people.factories import make_group, make_resident

from . import naive

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
GROUPS = ["hypertension", "diabetes", "disabled", "mental_disorder", "maternal", "low_income", "elderly"]
CAREERS = [
    [],
    ["active"],
    ["active"],
    ["suspended"],
    ["scheduled"],
    ["active", "scheduled"],
    ["suspended", "scheduled"],
    ["expired"],
]
BUREAU = make_viewer("workload_read", regions=(COUNTY,))


@pytest.fixture
def county():
    make_county(townships=2, villages=2)
    make_adoption(f"{COUNTY}101", "urban-team")
    rng = random.Random(20261122)
    centres = [make_institution(f"{COUNTY}{township}") for township in (100, 101)]
    teams = [make_team(centre) for centre in centres for _ in range(2)]
    _share_members(rng, centres, teams)
    for number in range(140):
        _promise(rng, _person(rng, number), teams)
    return teams


def _share_members(rng, centres, teams):
    """An expert in three teams, one with hours entered, one with two roles, one who has left."""
    expert = make_practitioner(centres[0], "county_expert", "gp")
    for team in teams[:3]:
        make_member(team, expert, "county_expert")
    make_member(teams[0], expert, "gp")
    TeamMember.objects.filter(team=teams[2], practitioner=expert).update(weekly_hours="1.5")
    TeamMember.objects.filter(team=teams[1], role="nurse").update(weekly_hours="12.0")
    TeamMember.objects.filter(team=teams[3], role="nurse").update(ends_on=TODAY - dt.timedelta(days=1))


def _person(rng, number) -> Resident:
    years = rng.choice([7, 18, 60, 65, 75])
    born = rng.choice(
        [
            TODAY - dt.timedelta(days=rng.randrange(0, 33000)),
            dt.date(TODAY.year - years, 11, rng.choice([21, 22, 23])),
            dt.date(1952, 2, 29),
        ]
    )
    resident = make_resident(name=f"居民{number}", birth_date=born, village=f"{COUNTY}100201", number=None)
    for group in rng.sample(GROUPS, rng.randrange(0, 4)):
        since = TODAY - dt.timedelta(days=rng.randrange(-5, 800))
        until = rng.choice([None, since + dt.timedelta(days=300)])
        delivered = TODAY - dt.timedelta(days=rng.choice([41, 42, 43])) if group == "maternal" else None
        make_group(resident, group, since=since, until=until, delivered_on=rng.choice([None, delivered]))
    return resident


def _promise(rng, resident, teams):
    """None to three agreements; at most one active and one scheduled principal one, as the law has it."""
    states = rng.choice(CAREERS)
    for state in states:
        _agreement(rng, resident, rng.choice(teams), state, rng.choice(["first", "renewal"]))
    if rng.random() < 0.2:
        _agreement(rng, resident, rng.choice(teams), rng.choice(["active", "scheduled"]), "supplementary")


def _agreement(rng, resident, team, state, kind):
    number = f"T{rng.getrandbits(60)}"
    paper = AgreementPaper.objects.create(
        number=number, unit="person", signed_on=TODAY, signer=resident, signer_capacity="self", verification_code=number
    )
    agreement = Agreement.objects.create(
        paper=paper,
        resident=resident,
        kind=kind,
        state=state,
        party="team",
        team=team,
        institution=team.institution,
        responsible_person=team.leader,
        contact_person=team.leader,
        region_id=resident.region_id,
        groups=rng.sample(GROUPS, rng.randrange(0, 3)),
        signed_on=TODAY,
        starts_on=TODAY,
        ends_on=TODAY + dt.timedelta(days=364),
        ended_on=TODAY if state == "expired" else None,
        suspended_on=TODAY if state == "suspended" else None,
        suspension_reason="in_hospital" if state == "suspended" else "",
        rulebook_version="t",
    )
    for offer in rng.sample(packages_on_offer(TODAY), rng.randrange(0, 3)):
        AgreementPackage.objects.create(
            agreement=agreement, package=offer.code, version=offer.version, items=list(offer.items)
        )


def _counted(viewer=BUREAU, **narrowing):
    found = selectors.workloads(viewer, on=TODAY, **narrowing)
    return {
        one.name: tuple(
            round(number, 6)
            for number in (one.measure.weighted_panel, one.measure.expected_hours, one.measure.available_hours)
        )
        for one in found
    }


def test_all_teams_at_once_equal_the_twin(county):
    twin = naive.loads(TODAY)
    counted = _counted()
    assert counted.keys() == twin.keys()
    assert all(counted[name] == pytest.approx(load) for name, load in twin.items())
    assert all(weighted and expected for weighted, expected, _ in twin.values())


def test_one_team_equals_the_same_team_among_all(county):
    alone = selectors.workload_of(BUREAU, county[0].id, on=TODAY)
    together = next(one for one in selectors.workloads(BUREAU, on=TODAY) if one.id == county[0].id)
    assert alone.load.measure == together.measure
    assert alone.outcome["expected_hours"] == round(together.measure.expected_hours, 1)
    assert alone.outcome["reasons"]


def test_a_county_takes_as_many_queries_as_one_institution(county, django_assert_num_queries):
    rulebook()
    with django_assert_num_queries(18):
        selectors.workloads(BUREAU, on=TODAY)
    with django_assert_num_queries(18):
        selectors.workloads(BUREAU, on=TODAY, institution=county[0].institution_id)


def test_a_manager_sees_the_teams_of_the_own_centre_alone(county):
    manager = make_viewer("workload_read", institutions=(county[0].institution_id,))
    assert set(_counted(manager)) == {team.name for team in county[:2]}
    assert selectors.workload_of(manager, county[1].id, on=TODAY)
    with pytest.raises(NotVisible):
        selectors.workload_of(manager, county[2].id, on=TODAY)


def test_who_may_not_see_loads_sees_none(county):
    assert not selectors.workloads(make_viewer("agreement_read", regions=(COUNTY,)), on=TODAY)
    with pytest.raises(NotVisible):
        selectors.workload_of(make_viewer("agreement_read", regions=(COUNTY,)), county[0].id, on=TODAY)


def test_a_dissolved_team_is_not_listed(county):
    Team.objects.filter(id=county[3].id).update(dissolved_on=TODAY - dt.timedelta(days=1))
    assert county[3].name not in _counted()
