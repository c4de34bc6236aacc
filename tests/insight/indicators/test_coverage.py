"""Coverage is checked against a slow twin in plain Python on generated residents."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Nobody, SystemViewer
from jiayi.foundation.core.dates import completed_months
from jiayi.foundation.rulebook import find_value
from jiayi.insight.indicators import selectors, services
from jiayi.insight.indicators.models import CoverageCell, CoverageSnapshot
from jiayi.insight.indicators.terms import Standing
from jiayi.registry.organization.selectors import schemes_for
from jiayi.registry.people.models import GroupMembership, Resident
from jiayi.service.agreements.models import Agreement, AgreementPaper, Refusal
from tests.registry.organization.factories import COUNTY, make_adoption, make_county, make_team, make_viewer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
VILLAGES = [f"{COUNTY}{township}{village}" for township in (100, 101) for village in (201, 202)]
RECORDED = ["hypertension", "diabetes", "disabled", "maternal", "lonely_elderly", "elderly", "copd"]


@pytest.fixture
def county():
    make_county(townships=2, villages=2)
    make_adoption(f"{COUNTY}100", "urban-team")
    make_adoption(f"{COUNTY}101", "household-village", starts_on=date(2026, 6, 1))
    rng = random.Random(20261122)
    teams = [make_team(), make_team()]
    for number in range(160):
        _make_person(rng, number, teams)
    return teams


def _make_person(rng, number, teams):
    born = rng.choice(
        [
            TODAY - timedelta(days=rng.randrange(0, 33000)),
            date(TODAY.year - rng.choice([7, 55, 65]), 11, rng.choice([21, 22, 23])),
            date(2023, 10, rng.choice([21, 22, 23])),
            date(1972, 2, 29),
        ]
    )
    status = rng.choice(["living_here"] * 8 + ["died", "moved_away"])
    resident = Resident.objects.create(
        name=f"居民{number}",
        name_key=f"居民{number}",
        name_pinyin=f"ju min {number % 7}",
        sex="male",
        birth_date=born,
        region_id=rng.choice(VILLAGES),
        status=status,
        status_on=None if status == "living_here" else TODAY - timedelta(days=rng.choice([0, 10, 500])),
        resident_since=rng.choice([None, date(2015, 3, 1), TODAY - timedelta(days=100), TODAY + timedelta(days=5)]),
    )
    for group in rng.sample(RECORDED, rng.randrange(0, 4)):
        since = TODAY - timedelta(days=rng.randrange(0, 800))
        GroupMembership.objects.create(
            resident=resident,
            group=group,
            since=since,
            until=rng.choice([None, since + timedelta(days=300)]),
            delivered_on=TODAY - timedelta(days=rng.choice([41, 42, 43])) if group == "maternal" else None,
        )
    if rng.random() < 0.6:
        _make_agreement(rng, resident, rng.choice(teams))
    if rng.random() < 0.3:
        asked = TODAY - timedelta(days=rng.randrange(0, 600))
        back = rng.choice([None, asked + timedelta(days=20)])
        Refusal.objects.create(resident=resident, refused_on=asked, withdrawn_on=back, reason="other")


def _make_agreement(rng, resident, team):
    signed = TODAY - timedelta(days=rng.choice([0, 100, 364, 365, 366, 500, 700]))
    paper = AgreementPaper.objects.create(
        number=f"T{resident.pk.hex[-12:]}",
        unit="person",
        signed_on=signed,
        signer=resident,
        signer_capacity="self",
        verification_code=resident.pk.hex,
    )
    ends = signed + timedelta(days=364)
    ended = rng.choice([None, None, signed + timedelta(days=50)])
    state = rng.choice(["active"] * 6 + ["void", "suspended", "draft"]) if ended is None else "terminated"
    Agreement.objects.create(
        paper=paper,
        resident=resident,
        kind=rng.choice(["first"] * 5 + ["supplementary"]),
        state=state,
        party="team",
        team=team,
        institution=team.institution,
        responsible_person=team.leader,
        contact_person=team.leader,
        region_id=resident.region_id,
        signed_on=signed,
        starts_on=signed,
        ends_on=ends,
        ended_on=ended or (ends if state == "void" else None),
        suspended_on=signed,
        suspension_reason="away",
        rulebook_version="t",
    )


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
            key = (person.region_id, team, population)
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


def _team_of(person, on):
    for one in person.agreements.all():
        if one.kind == "supplementary" or one.state in {"draft", "pending", "void"}:
            continue
        if one.starts_on <= on <= (one.ended_on or one.ends_on):
            return one.team_id
    return None


def _populations(person, on):
    schemes = schemes_for(person.region_id, on)
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
    for name, key in (("key", "group.key_list"), ("special", "group.special_list")):
        listed = find_value(key, on, schemes)
        if listed and groups & set(listed.value):
            found.add(name)
    return found


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


def test_pages_of_persons_follow_one_another_without_gap_or_repetition(county):
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
