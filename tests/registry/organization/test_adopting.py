"""What stacks of schemes would be with an adoption, and whose teams would no longer be composed as asked."""

from datetime import date

import pytest

from jiayi.registry.organization import selectors
from jiayi.registry.organization.terms import ProposedAdoption
from tests.registry.organization.factories import COUNTY, make_adoption, make_county, make_institution, make_team

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 1)
TOWN, OTHER = f"{COUNTY}100", f"{COUNTY}101"


@pytest.fixture
def county():
    make_county(townships=2, villages=2)
    make_adoption(COUNTY, "zhuxi-2014", "county-2018")
    make_adoption(TOWN, "urban-team")


@pytest.mark.parametrize(
    ("region", "schemes"),
    [
        (COUNTY, ("household-village",)),
        (COUNTY, ("household-village", "village-centre")),
        (TOWN, ("household-village",)),
        (f"{TOWN}201", ("household-village",)),
        (COUNTY, ("zhuxi-2014",)),
        (COUNTY, ("urban-team",)),
    ],
)
def test_a_stack_is_what_it_becomes_once_the_schemes_are_adopted(county, region, schemes):
    codes = [COUNTY, TOWN, OTHER, f"{TOWN}201", f"{TOWN}202", f"{OTHER}201"]
    told = selectors.stacks_if(codes, ProposedAdoption(region, schemes, DAY))
    assert {code: stacks.before for code, stacks in told.items()} == selectors.schemes_of(codes, DAY)
    if "zhuxi-2014" not in schemes:  # what a region follows already cannot be adopted once more
        make_adoption(region, *schemes, starts_on=DAY)
        assert {code: stacks.after for code, stacks in told.items()} == selectors.schemes_of(codes, DAY)


def test_what_a_township_follows_itself_still_overrides_the_countys(county):
    told = selectors.stacks_if([TOWN, OTHER], ProposedAdoption(COUNTY, ("household-village",), DAY))
    assert told[TOWN].after[-2:] == ("household-village", "urban-team")
    assert told[OTHER].after[-1] == "household-village"


def test_a_region_beside_is_not_touched(county):
    told = selectors.stacks_if([OTHER], ProposedAdoption(TOWN, ("household-village",), DAY))
    assert told[OTHER].before == told[OTHER].after


def test_teams_that_would_lack_members_are_named_with_what_they_lack(county):
    small = make_team(make_institution(OTHER), name="甲队", roles=("gp", "county_expert", "responsible_doctor"))
    everybody = ("gp", "county_expert", "responsible_doctor", "public_health", "public_health")
    large = make_team(make_institution(OTHER), name="乙队", roles=everybody)
    teams = selectors.team_facts_of([small.id, large.id], DAY).values()
    stacks = selectors.stacks_if([OTHER], ProposedAdoption(COUNTY, ("household-village",), DAY))
    unmet, looked_at = selectors.unmet_compositions(teams, {team.id: stacks[OTHER] for team in teams}, DAY)
    assert looked_at == 2
    [one] = unmet
    assert one.team.name == "甲队" and one.before.allowed and not one.after.allowed
    assert one.after.breaches == ("B_ROLE_MISSING",)


def test_the_adoption_makes_of_the_teams_what_was_told(county):
    teams = [make_team(make_institution(OTHER), roles=("gp", "nurse")), make_team(make_institution(TOWN))]
    facts = selectors.team_facts_of([team.id for team in teams], DAY)
    proposed = ProposedAdoption(COUNTY, ("village-centre",), DAY)
    stacks = selectors.stacks_if([OTHER, TOWN], proposed)
    told, _ = selectors.unmet_compositions(
        facts.values(), {one.id: stacks[one.region_code] for one in facts.values()}, DAY
    )
    make_adoption(COUNTY, "village-centre", starts_on=DAY)
    for one in told:
        assert selectors.composition_of_team(facts[one.team.id], DAY) == one.after
