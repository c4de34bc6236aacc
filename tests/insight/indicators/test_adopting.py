"""What an adoption is said to change for coverage is what coverage says once the schemes are adopted."""

from datetime import UTC, date, datetime

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.indicators import selectors, services
from jiayi.insight.indicators.selectors import CoverageSide
from jiayi.registry.organization.selectors import schemes_for
from jiayi.registry.organization.terms import ProposedAdoption
from tests.registry.organization.factories import COUNTY, make_adoption, make_viewer

from .generated import TODAY, make_generated_county

pytestmark = pytest.mark.django_db
BUREAU = make_viewer("coverage_read", regions=(COUNTY,))
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture
def county():
    make_generated_county()


def told(region: str, *schemes: str) -> dict[tuple[str, str], tuple[CoverageSide, CoverageSide]]:
    found = selectors.coverage_if(BUREAU, ProposedAdoption(region, schemes, TODAY), on=TODAY)
    return {(one.region_code, one.indicator): (one.before, one.after) for one in found}


def computed(region: str) -> dict[tuple[str, str], CoverageSide]:
    """The same from a new snapshot and the targets of each region's stack."""
    snapshot = services.compute_coverage(by=SystemViewer(), on=TODAY, at=NOON)
    found = {}
    for digits in {len(region), {6: 9, 9: 12}[len(region)]}:
        counts = selectors.coverage(BUREAU, region, digits=digits, snapshots=[snapshot])
        for (code, _snapshot, population), count in counts.items():
            for indicator in selectors.indicators_of("coverage"):
                if indicator.population != population:
                    continue
                persons, _rate = count.among(indicator.among)
                target = selectors.target_of_indicator(indicator.indicator, TODAY, schemes_for(code, TODAY))
                side = CoverageSide(persons, count.signed, target.value if target else None)
                found[code, indicator.indicator] = side
    return {key: side for key, side in found.items() if side.persons}


@pytest.mark.parametrize(
    ("region", "schemes"),
    [
        (COUNTY, ("village-centre",)),
        (COUNTY, ("poverty-2017", "subdistrict")),
        (f"{COUNTY}100", ("township-hospital",)),
        (f"{COUNTY}101", ("urban-team",)),
    ],
)
def test_both_sides_are_what_is_counted_before_and_after_adopting(county, region, schemes):
    sides = told(region, *schemes)
    before = computed(region)
    make_adoption(region, *schemes, starts_on=TODAY)
    after = computed(region)
    assert {key: one for key, (one, _) in sides.items() if one.persons} == before
    assert {key: one for key, (_, one) in sides.items() if one.persons} == after
    assert any(one != other for one, other in sides.values())


@pytest.mark.parametrize(
    ("persons", "signed", "target", "gap"),
    [(100, 30, 0.6, 30), (100, 60, 0.6, 0), (100, 99, 0.6, 0), (3, 0, 0.7, 3), (0, 0, 1.0, 0), (10, 2, None, None),
     (1000, 600, 0.6, 0), (1_000_000, 0, 0.65, 650_000)],
)  # fmt: skip
def test_the_gap_is_told_in_whole_persons(persons, signed, target, gap):
    assert CoverageSide(persons, signed, target).gap == gap


def test_an_adoption_that_changes_nothing_for_groups_is_counted_once(county, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        found = selectors.coverage_if(BUREAU, ProposedAdoption(COUNTY, ("jintang",), date(2026, 12, 1)), on=TODAY)
    assert found


def test_a_region_outside_of_the_viewers_reach_is_not_counted(county):
    viewer = make_viewer("coverage_read", regions=(f"{COUNTY}100",))
    with pytest.raises(NotVisible):
        selectors.coverage_if(viewer, ProposedAdoption(COUNTY, ("jintang",), TODAY), on=TODAY)
