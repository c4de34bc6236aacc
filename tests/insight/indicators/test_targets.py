"""Targets come from the documents in force; the same residents are counted under other schemes without a snapshot."""

from datetime import UTC, date, datetime

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.insight.indicators import selectors, services
from jiayi.insight.indicators.selectors.coverage import counted_now
from jiayi.insight.indicators.selectors.regions import rules_of
from jiayi.registry.organization.selectors import village_schemes
from jiayi.registry.organization.terms import ProposedAdoption
from tests.registry.organization.factories import make_viewer
from tests.service.agreements.factories import COUNTY, make_resident, make_village, sign

DAY = date(2026, 11, 22)


def test_a_target_names_its_document_and_changes_with_the_stack_and_the_day():
    national = selectors.target_of("key", DAY, ["national"])
    county = selectors.target_of("key", DAY, ["national", "county-2018"])
    later = selectors.target_of("key", date(2035, 1, 1), ["national", "shandong-2022"])
    assert [one.value for one in (national, county, later)] == [0.60, 0.65, 0.85]
    assert county.reason["source"]["clause"] == "S0-03"
    assert "65" in county.reason["text_zh"] and county.reason["parameter"] == "coverage.key_population.target"


def test_only_targets_that_a_document_sets_are_listed():
    national = selectors.targets(DAY, ["national"])
    county = selectors.targets(DAY, ["national", "county-2018"])
    assert "coverage-poverty" not in national and county["coverage-poverty"].value == 1.0
    assert set(national) < set(county)
    assert selectors.target_of("copd", DAY, ["national"]) is None


@pytest.mark.django_db
def test_counts_under_another_stack_move_with_its_ages_and_lists():
    village = make_village()
    sign(village, make_resident(birth_date=date(1968, 5, 1)))  # 58: elderly only under the urban team
    make_resident(birth_date=date(1950, 5, 1))
    viewer = make_viewer("coverage_read", regions=(COUNTY,))
    schemes = {"own": ("national",), "urban": ("national", "urban-team")}
    villages = village_schemes(COUNTY, DAY)
    found = {
        name: counted_now(COUNTY, DAY, rules_of(dict.fromkeys(villages, stack), DAY), digits=6)
        for name, stack in schemes.items()
    }
    assert found["own"][COUNTY, "elderly"] == selectors.Count(residents=1)
    assert found["urban"][COUNTY, "elderly"] == selectors.Count(residents=2, signed=1)
    snapshot = services.compute_coverage(by=SystemViewer(), on=DAY, at=datetime(2026, 11, 22, 4, tzinfo=UTC))
    kept = selectors.coverage(viewer, COUNTY, digits=6, snapshots=[snapshot])
    assert found["own"] == {(code, population): count for (code, _snapshot, population), count in kept.items()}
    with pytest.raises(NotVisible):
        selectors.coverage_if(viewer, ProposedAdoption("420325", ("urban-team",), DAY), on=DAY)
