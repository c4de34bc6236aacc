"""How many residents join and leave groups with an adoption, against the decision on each of them."""

import datetime as dt
import random
from collections import Counter

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.organization.selectors import schemes_for
from jiayi.registry.organization.terms import ProposedAdoption
from jiayi.registry.people import selectors
from jiayi.registry.people.models import Resident
from tests.registry.organization.factories import COUNTY, make_adoption, make_county, make_viewer
from tests.registry.people.factories import make_group, make_resident

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
BUREAU = make_viewer("resident_read", regions=(COUNTY,))
GROUPS = ["hypertension", "diabetes", "disabled", "maternal", "copd", "coronary", "lonely_elderly"]


@pytest.fixture
def county():
    make_county(townships=2, villages=2)
    make_adoption(COUNTY, "county-2018")
    make_adoption(f"{COUNTY}101", "village-centre")
    rng = random.Random(20261122)
    for number in range(150):
        _person(rng, number)


def _person(rng, number):
    years, day = rng.choice([3, 7, 55, 65]), rng.choice([21, 22, 23])
    born = rng.choice(
        [
            TODAY - dt.timedelta(days=rng.randrange(0, 33000)),
            dt.date(TODAY.year - years, 11, day),
            dt.date(2023, 10, day),
            dt.date(1972, 2, 29),
        ]
    )
    status = rng.choice(["living_here"] * 6 + ["deceased"])
    resident = make_resident(
        name=f"居民{number}",
        birth_date=born,
        village=f"{COUNTY}{rng.choice([100, 101])}{rng.choice([201, 202])}",
        number=None,
        status=status,
        status_on=None if status == "living_here" else TODAY - dt.timedelta(days=5),
        resident_since=rng.choice([None, dt.date(2015, 3, 1), TODAY + dt.timedelta(days=5)]),
    )
    for group in rng.sample(GROUPS, rng.randrange(0, 4)):
        since = TODAY - dt.timedelta(days=rng.randrange(-5, 700))
        delivered = TODAY - dt.timedelta(days=rng.choice([-1, 0, 42, 43])) if group == "maternal" else None
        make_group(
            resident,
            group,
            since=since,
            until=rng.choice([None, since + dt.timedelta(days=300)]),
            delivered_on=rng.choice([None, delivered]),
        )


def naive(residents) -> dict[str, set]:
    """Who belongs to each group, by the decision on each resident living here."""
    found: dict[str, set] = {}
    for one in selectors.facts_of([resident.id for resident in residents], TODAY).values():
        lists = [name for name, belongs in (("key", one.is_key), ("special", one.is_special)) if belongs]
        for group in {*one.groups, *lists}:
            found.setdefault(group, set()).add(one.id)
    return found


def living() -> list[Resident]:
    rows = Resident.objects.filter(status="living_here")
    return [row for row in rows if row.resident_since is None or row.resident_since <= TODAY]


@pytest.mark.parametrize(
    ("region", "schemes"),
    [
        (COUNTY, ("urban-team",)),
        (COUNTY, ("household-village",)),
        (f"{COUNTY}100", ("urban-team",)),
        (f"{COUNTY}101", ("urban-team", "township-hospital")),
        (COUNTY, ("jintang",)),
    ],
)
def test_the_counts_before_and_after_are_those_of_the_decisions_before_and_after_adopting(county, region, schemes):
    told = selectors.group_changes(BUREAU, ProposedAdoption(region, schemes, TODAY), on=TODAY)
    here = [one for one in living() if one.region_id.startswith(region)]
    before = naive(here)
    make_adoption(region, *schemes, starts_on=TODAY)
    assert schemes_for(region, TODAY)[-1] == schemes[-1]
    after = naive(here)
    groups = before.keys() | after.keys()
    assert {one.group for one in told} == groups
    for one in told:
        old, new = before.get(one.group, set()), after.get(one.group, set())
        assert (one.before, one.after) == (len(old), len(new)), one.group
        assert (one.joining, one.leaving) == (len(new - old), len(old - new)), one.group


def test_the_younger_elderly_of_a_scheme_join(county):
    told = selectors.group_changes(BUREAU, ProposedAdoption(COUNTY, ("urban-team",), TODAY), on=TODAY)
    elderly = next(one for one in told if one.group == "elderly")
    assert elderly.joining > 0 and elderly.leaving == 0 and elderly.after == elderly.before + elderly.joining


def test_it_takes_as_many_queries_for_any_number_of_residents(county, django_assert_num_queries):
    with django_assert_num_queries(4):
        selectors.group_changes(BUREAU, ProposedAdoption(COUNTY, ("urban-team",), TODAY), on=TODAY)


@pytest.mark.parametrize("viewer", [make_viewer("resident_read", regions=(f"{COUNTY}100",)), make_viewer("team_read")])
def test_who_does_not_see_the_residents_of_the_whole_region_is_told_nothing(county, viewer):
    with pytest.raises(NotVisible):
        selectors.group_changes(viewer, ProposedAdoption(COUNTY, ("urban-team",), TODAY), on=TODAY)


def test_every_group_is_counted_at_most_once_a_person(county):
    told = selectors.group_changes(BUREAU, ProposedAdoption(COUNTY, ("urban-team",), TODAY), on=TODAY)
    most = len(living())
    assert all(one.before <= most and one.after <= most for one in told)
    assert Counter(one.group for one in told).most_common(1)[0][1] == 1
