"""Coverage is checked against a slow twin in plain Python on generated residents."""

from collections import Counter
from datetime import date, timedelta

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Nobody, SystemViewer
from jiayi.foundation.core.dates import completed_months
from jiayi.foundation.rulebook import find_value
from jiayi.insight.indicators import selectors, services
from jiayi.insight.indicators.models import CoverageCell, CoverageSnapshot
from jiayi.insight.indicators.terms import Standing
from jiayi.registry.organization.selectors import schemes_for
from jiayi.registry.people.models import Resident
from tests.registry.organization.factories import COUNTY, make_viewer

from .generated import NOON, TODAY, make_generated_county

pytestmark = pytest.mark.django_db
LISTS = {
    "key": "group.key_list",
    "special": "group.special_list",
    "full_coverage": "coverage.full_groups",
    "severe_chronic": "coverage.severe_chronic_groups",
}


@pytest.fixture
def county():
    return make_generated_county()


def _twin(on: date) -> tuple[Counter, Counter, Counter]:
    """Residents, refused and signed by (village, team, population), one person at a time."""
    residents, refused, signed = Counter(), Counter(), Counter()
    for person in Resident.objects.all():
        if not _lives_here(person, on):
            continue
        team = _team_of(person, on)
        has_refused = team is None and any(
            one.refused_on <= on and (one.withdrawn_on is None or one.withdrawn_on > on)
            for one in person.refusals.all()
        )
        for population in _populations(person, on):
            key = (_home_of(person, on), team, population)
            residents[key] += 1
            refused[key] += has_refused
            signed[key] += team is not None
    return residents, refused, signed


def _lives_here(person, on):
    return (
        person.birth_date <= on
        and (person.resident_since is None or person.resident_since <= on)
        and (person.status == "living_here" or person.status_on > on)
    )


def _home_of(person, on):
    moves = [one for one in person.departures.all() if one.kind == "living_here" and not one.undone_at and one.on > on]
    moves.sort(key=lambda one: (one.on, one.created_at))
    return moves[0].from_region if moves else person.region_id


def _team_of(person, on):
    found = [
        one
        for one in person.agreements.all()
        if one.kind != "supplementary"
        and one.state not in {"draft", "pending", "void"}
        and one.starts_on <= on <= (one.ended_on or one.ends_on)
    ]
    return max(found, key=lambda one: (one.starts_on, one.id)).team_id if found else None


def _populations(person, on):
    schemes = schemes_for(_home_of(person, on), on)
    groups = {
        one.group
        for one in person.group_memberships.all()
        if one.since <= on
        and (one.until is None or one.until >= on)
        and (one.delivered_on is None or on <= one.delivered_on + timedelta(days=42))
    }
    months = completed_months(person.birth_date, on)
    urban = "urban-team" in schemes
    if months >= (55 if urban else 65) * 12:
        groups.add("elderly")
    if months <= 36 if urban else months < 7 * 12:
        groups.add("child")
    found = {"all", *groups}
    if groups & {"hypertension", "diabetes"}:
        found.add("hypertension_diabetes")
    found |= {name for name, key in LISTS.items() if groups & _listed(key, on, schemes)}
    if classes := len(groups & _listed("group.key_list", on, schemes)):
        found.add(f"key_in_{min(classes, 5)}")
    if "poverty" in groups and groups & _listed("coverage.in_need_conditions", on, schemes):
        found.add("poverty_in_need")
    if any(one.since <= on and (one.until is None or on <= one.until) for one in person.stays_elsewhere.all()):
        return found
    at_home = {"at_home"}
    if "severe_chronic" in found:
        at_home.add("severe_chronic_at_home")
    if "poverty" in groups:
        at_home.add("poverty_at_home")
    return found | at_home


def _listed(key, on, schemes):
    value = find_value(key, on, schemes)
    return set(value.value) if value else set()


def _cells(snapshot):
    rows = CoverageCell.objects.filter(snapshot=snapshot)
    keyed = {(row.region_id, row.team_id, row.population): row for row in rows}
    return (
        Counter({key: row.residents for key, row in keyed.items()}),
        Counter({key: row.refused for key, row in keyed.items()}),
        Counter({key: row.signed for key, row in keyed.items()}),
    )


def test_the_snapshot_equals_the_twin_today_and_a_year_before(county):
    snapshot = services.compute_coverage(by=SystemViewer(), on=TODAY, at=NOON)
    assert _cells(snapshot) == _twin(TODAY)
    last_year = CoverageSnapshot.objects.get(as_of=date(2025, 11, 22))
    assert _cells(last_year) == _twin(date(2025, 11, 22))
    assert sum(_twin(TODAY)[2].values()) > 0


def test_a_second_computation_replaces_the_day_and_stays_the_only_current_one(county):
    services.compute_coverage(by=SystemViewer(), on=TODAY, at=NOON)
    again = services.compute_coverage(by=SystemViewer(), on=TODAY, at=NOON)
    assert CoverageSnapshot.objects.filter(is_current=True).get() == again
    assert CoverageSnapshot.objects.filter(as_of=TODAY).count() == 1


def test_the_persons_behind_each_count_are_as_many_as_the_count(county):
    snapshot = services.compute_coverage(by=SystemViewer(), on=TODAY, at=NOON)
    viewer = make_viewer("coverage_read", "coverage_drill", regions=(COUNTY,))
    counts = selectors.coverage(viewer, COUNTY, digits=6, snapshots=[snapshot])
    for population in ("all", "key", "elderly", "hypertension_diabetes"):
        count = counts[COUNTY, snapshot.pk, population]
        found = {
            standing: selectors.persons(viewer, COUNTY, population, standing, on=TODAY, limit=500)
            for standing in Standing
        }
        assert len(found[Standing.SIGNED]) == count.signed
        assert len(found[Standing.REFUSED]) == count.refused
        assert len(found[Standing.UNSIGNED]) == count.residents - count.signed - count.refused


@pytest.mark.parametrize("counted", [False, True])
def test_pages_of_persons_follow_one_another_without_gap_or_repetition(county, counted):
    """By the snapshot a page reads only the villages that it needs; without one, all of them."""
    if counted:
        services.compute_coverage(by=SystemViewer(), on=TODAY, at=NOON)
    viewer = make_viewer("coverage_read", "coverage_drill", regions=(COUNTY,))
    whole = selectors.persons(viewer, COUNTY, "all", Standing.UNSIGNED, on=TODAY, limit=500)
    paged, after = [], None
    while page := selectors.persons(viewer, COUNTY, "all", Standing.UNSIGNED, on=TODAY, after_id=after, limit=7):
        paged += page
        after = page[-1].resident_id
    assert paged == whole


def test_a_township_sees_its_own_counts_and_not_its_neighbours(county):
    snapshot = services.compute_coverage(by=SystemViewer(), on=TODAY, at=NOON)
    viewer = make_viewer("coverage_read", "coverage_drill", regions=(f"{COUNTY}100",))
    assert selectors.coverage(viewer, f"{COUNTY}100", digits=9, snapshots=[snapshot])
    for code in (f"{COUNTY}101", COUNTY, ""):
        with pytest.raises(NotVisible):
            selectors.coverage(viewer, code, digits=9, snapshots=[snapshot])
        with pytest.raises(NotVisible):
            selectors.persons(viewer, code, "all", Standing.SIGNED, on=TODAY)
    with pytest.raises(NotVisible):
        selectors.home_region(Nobody())


def test_aggregates_alone_do_not_open_the_persons(county):
    viewer = make_viewer("coverage_read", regions=(COUNTY,))
    with pytest.raises(NotVisible):
        selectors.persons(viewer, COUNTY, "all", Standing.SIGNED, on=TODAY)


def test_old_snapshots_go_but_month_ends_and_the_current_one_stay(county):
    for day in (date(2026, 1, 31), date(2026, 2, 10), TODAY):
        CoverageSnapshot.objects.create(as_of=day, computed_at=NOON, is_current=day == TODAY)
    assert services.prune_snapshots(on=TODAY, keep_days=30) == 1
    assert set(CoverageSnapshot.objects.values_list("as_of", flat=True)) == {date(2026, 1, 31), TODAY}
