"""Renewals, households, villages, institutions and records are checked against slow twins in plain Python."""

from collections import Counter
from datetime import date, timedelta

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.dates import add_months
from jiayi.insight.indicators import rules, selectors, services
from jiayi.insight.indicators.models import CoverageSnapshot, OutcomeCell
from jiayi.registry.organization.models import Area, Institution, Region
from jiayi.registry.organization.selectors import schemes_for
from jiayi.registry.people.models import Household, Resident
from jiayi.service.agreements.models import Agreement
from tests.registry.organization.factories import COUNTY, make_area, make_institution, make_practitioner, make_viewer

from .generated import NOON, TODAY, VILLAGES, make_generated_county
from .test_coverage import _home_of, _lives_here, _populations, _team_of

pytestmark = pytest.mark.django_db
LAST_YEAR = date(2025, 11, 22)
DAYS = pytest.mark.parametrize("on", [TODAY, LAST_YEAR])


@pytest.fixture
def county():
    teams = make_generated_county()
    make_area(teams[0], VILLAGES[0])
    make_area(teams[1], VILLAGES[1])
    Area.objects.filter(region_id=VILLAGES[1]).update(starts_on=date(2026, 1, 1))
    Region.objects.filter(code=VILLAGES[3]).update(valid_until=date(2026, 6, 30))
    clinic = make_institution(VILLAGES[2], kind="village_clinic", level="village")
    make_institution(VILLAGES[2], kind="county_hospital", level="county")
    make_institution(f"{COUNTY}101", closed_on=date(2026, 3, 1))
    member = make_practitioner(clinic)
    teams[0].members.create(practitioner=member, role="gp", starts_on=date(2026, 2, 1))
    services.compute_coverage(by=SystemViewer(), on=TODAY, at=NOON)
    return teams


def _cells(on, *measures):
    rows = OutcomeCell.objects.filter(snapshot=CoverageSnapshot.objects.get(as_of=on), measure__in=measures)
    return Counter(
        {(one.measure, one.region_id, one.team_id, one.population, one.standing, one.reason): one.count for one in rows}
    )


@DAYS
def test_renewals_equal_the_twin(county, on):
    twin = Counter()
    for agreement in Agreement.objects.all():
        if not _is_due(agreement, on):
            continue
        standing, reason = _outcome(agreement, on)
        is_away = any(
            one.since <= on and (one.until is None or one.until >= on)
            for one in agreement.resident.stays_elsewhere.all()
        )
        rule = rules.population_rule(schemes_for(agreement.region_id, on), on)
        periods = ["renewal_rolling"] + (["renewal_year"] if agreement.ends_on.year == on.year else [])
        for population in rules.populations_of(agreement.groups, rule, is_at_home=not is_away):
            for measure in periods:
                twin[measure, agreement.region_id, agreement.team_id, population, standing, reason] += 1
    assert _cells(on, "renewal_year", "renewal_rolling") == twin
    assert {key[4] for key in twin} == {"renewed", "not_renewed", "excluded"}


def _is_due(agreement, on):
    return (
        agreement.kind != "supplementary"
        and agreement.state not in {"draft", "pending", "void", "changed", "transferred"}
        and agreement.end_reason not in {"merger", "entry_error", "correction", "team_change"}
        and add_months(on, -12) < agreement.ends_on <= on
    )


def _outcome(agreement, on):
    resident = agreement.resident
    gone = {"deceased": "death", "moved_away": "moved_away"}.get(resident.status)
    if agreement.end_reason in {"death", "moved_away"}:
        return "excluded", agreement.end_reason
    if gone and resident.status_on <= agreement.ends_on:
        return "excluded", gone
    following = sorted(
        (
            one
            for one in resident.agreements.all()
            if one.kind != "supplementary"
            and one.starts_on > agreement.starts_on
            and one.signed_on <= on
            and one.state not in {"draft", "pending", "void"}
            and one.end_reason not in {"merger", "entry_error"}
        ),
        key=lambda one: (one.starts_on, one.id),
    )
    if following:
        return "renewed", _how(agreement, following[0])
    return "not_renewed", _why_not(agreement, resident, on)


def _how(agreement, following):
    if following.is_silent:
        return "silent"
    if following.team_id != agreement.team_id:
        return "other_team"
    return "late" if following.signed_on > agreement.ends_on else "in_time"


def _why_not(agreement, resident, on):
    if agreement.state == "terminated":
        return agreement.end_reason
    if agreement.objected_on and agreement.objected_on <= on:
        return "objected"
    if any(
        one.refused_on <= on and (one.withdrawn_on is None or one.withdrawn_on > on) for one in resident.refusals.all()
    ):
        return "refused"
    if resident.status != "living_here" and resident.status_on <= on:
        return "gone"
    return "suspended" if agreement.state == "suspended" else "lapsed"


@DAYS
def test_households_equal_the_twin(county, on):
    twin = Counter()
    for household in Household.objects.all():
        living = [one for one in household.members.all() if _lives_here(one, on)]
        if not living:
            continue
        signed = [one for one in living if _team_of(one, on)]
        standing = "whole" if len(signed) == len(living) else "partly" if signed else "none"
        place = min(_home_of(one, on) for one in living)
        twin["household", place, None, "all", standing, ""] += 1
    assert _cells(on, "household") == twin
    assert len({key[4] for key in twin}) > 1


@DAYS
def test_villages_institutions_and_records_equal_the_twin(county, on):
    twin = Counter()
    for village in Region.objects.filter(level="village"):
        if village.valid_until and village.valid_until < on:
            continue
        areas = [one for one in village.areas.all() if one.starts_on <= on and (not one.ends_on or one.ends_on >= on)]
        twin["village", village.code, None, "all", "served" if areas else "unserved", ""] += 1
    for institution in Institution.objects.exclude(kind="county_hospital"):
        if institution.closed_on and institution.closed_on <= on:
            continue
        own = [one for one in institution.teams.all() if one.founded_on <= on]
        lent = [
            member
            for person in institution.practitioners.all()
            for member in person.memberships.all()
            if member.starts_on <= on
        ]
        standing = "takes_part" if own or lent else "absent"
        twin["institution", institution.region_id, None, "all", standing, ""] += 1
    for person in Resident.objects.all():
        if _lives_here(person, on) and "elderly" in _populations(person, on):
            standing = "kept" if person.archive_number else "missing"
            twin["record", _home_of(person, on), None, "elderly", standing, ""] += 1
    assert _cells(on, "village", "institution", "record") == twin


def test_tallies_add_up_from_villages_to_the_county_and_stay_within_reach(county):
    snapshot = selectors.current_snapshot()
    viewer = make_viewer("coverage_read", regions=(COUNTY,))
    whole, parts = (
        selectors.outcomes(viewer, COUNTY, "renewal_rolling", digits=digits, snapshots=[snapshot]) for digits in (6, 12)
    )
    total = whole[COUNTY, snapshot.pk, "all"]
    assert total.counted == sum(one.counted for (_c, _s, population), one in parts.items() if population == "all")
    assert total.counted == total.of("renewed", "not_renewed") and total.left_out == total.of("excluded") > 0
    assert total.rate == pytest.approx(total.reached / total.counted)
    township = make_viewer("coverage_read", regions=(f"{COUNTY}100",))
    with pytest.raises(NotVisible):
        selectors.outcomes(township, COUNTY, "renewal_rolling", digits=6, snapshots=[snapshot])


def test_what_is_kept_is_the_last_days_the_month_ends_and_the_year_before(county):
    counted = services.count_past_months(on=TODAY, at=NOON, most=3)
    assert counted == [date(2026, 10, 31), date(2026, 9, 30), date(2026, 8, 31)]
    assert services.count_past_months(on=TODAY, at=NOON, most=1) == [date(2026, 7, 31)]
    CoverageSnapshot.objects.create(as_of=TODAY - timedelta(days=100), computed_at=NOON)
    assert services.prune_snapshots(on=TODAY, keep_days=62) == 1
    kept = set(CoverageSnapshot.objects.values_list("as_of", flat=True))
    assert kept == {TODAY, LAST_YEAR, *counted, date(2026, 7, 31)}


def test_no_month_before_the_first_agreement_is_counted(county):
    counted = services.count_past_months(on=TODAY, at=NOON, most=99)
    first = min(Agreement.objects.exclude(state__in=["draft", "void"]).values_list("starts_on", flat=True))
    assert min(counted) >= first > date(2024, 10, 31)
    assert services.count_past_months(on=TODAY, at=NOON, most=99) == []


@pytest.mark.parametrize("reason", ["", "lapsed"])
@pytest.mark.parametrize("region", [COUNTY, f"{COUNTY}100"])
def test_the_agreements_behind_a_count_are_as_many_and_their_pages_leave_no_gap(county, region, reason):
    viewer = make_viewer("coverage_read", "coverage_drill", regions=(COUNTY,))
    asked = (viewer, region, "all", "not_renewed")
    narrowed = {"on": TODAY, "only_year": False, "reason": reason}
    whole = selectors.due_agreements(*asked, **narrowed, limit=500)
    found = selectors.outcomes(
        viewer, region, "renewal_rolling", digits=len(region), snapshots=[selectors.current_snapshot()]
    )
    tally = next(one for (_code, _snapshot, population), one in found.items() if population == "all")
    expected = tally.counts["not_renewed", "lapsed"] if reason else tally.of("not_renewed")
    assert len(whole) == expected > 0
    paged, after = [], None
    while page := selectors.due_agreements(*asked, **narrowed, after_id=after, limit=2):
        paged += page
        after = page[-1].agreement_id
    assert paged == whole
