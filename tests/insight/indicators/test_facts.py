"""Facts and the indicators counted from them, against a twin in plain Python and against themselves."""

import json
import os
import time
from collections import Counter
from datetime import date, timedelta

import duckdb
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.dates import completed_months
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.expressions import BOOLEAN, parse
from jiayi.insight.indicators import selectors, services
from jiayi.insight.indicators.facts import engine
from jiayi.insight.indicators.models import CoverageCell
from jiayi.insight.indicators.selectors.periods import column_kinds
from jiayi.registry.people.models import Resident
from jiayi.service.agreements.models import Agreement
from jiayi.service.care.models import Record
from tests.foundation.rulebook.naive_expressions import amount_by_python
from tests.registry.organization.factories import COUNTY, make_area, make_team

from .generated import NOON, TODAY, VILLAGES, make_generated_county
from .generated_care import make_generated_care
from .generated_treatment import make_generated_treatment
from .test_coverage import _home_of, _lives_here, _populations
from .twin_of_treatment import treatment_row

# DuckDB reads in a connection of its own: what the test writes has to be committed.
pytestmark = pytest.mark.django_db(transaction=True)
YEAR, QUARTER = date(TODAY.year, 1, 1), date(TODAY.year, 10, 1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FACTS_ROOT = tmp_path / "facts"
    return settings.FACTS_ROOT


@pytest.fixture
def county():
    teams = make_generated_county()
    make_generated_care()
    make_generated_treatment(teams)
    return teams


def build(on=TODAY, **asked):
    return services.build_facts(by=SystemViewer(), on=on, at=NOON, **asked)[0]


def rows_of(period, columns="*"):
    found = duckdb.execute(f"SELECT {columns} FROM {engine.rows_of(period.path)} ORDER BY resident_id")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _twin_row(person, on=TODAY):
    populations = _populations(person, on)
    records = [one for one in person.records.all() if one.state == "current" and YEAR <= one.visit_on <= on]
    months = completed_months(person.birth_date, on)

    def of(*forms, counted=False, home=False):
        return sum(
            one.form in forms and (one.counts or not counted) and (one.mode == "home" or not home) for one in records
        )

    def last(form, code):
        seen = [one for one in records if one.form == form]
        latest = max(seen, key=lambda one: (one.visit_on, one.id)) if seen else None
        found = [one for one in latest.observations.all() if one.code == code] if latest else []
        return float(found[0].number) if found else None

    managed = {
        one.programme
        for one in person.enrolments.all()
        if one.enrolled_on <= on and (one.closed_on is None or one.closed_on >= YEAR)
    }
    running = [
        one
        for one in person.agreements.all()
        if one.kind != "supplementary"
        and one.state not in {"draft", "pending", "void"}
        and one.starts_on <= on <= (one.ended_on or one.ends_on)
    ]
    agreement = max(running, key=lambda one: (one.starts_on, one.id)) if running else None
    standing = getattr(agreement, "standing", None)
    refused = agreement is None and any(
        one.refused_on <= on and (one.withdrawn_on is None or one.withdrawn_on > on) for one in person.refusals.all()
    )
    return {
        "resident_id": str(person.pk),
        "village": _home_of(person, on),
        "age_years": months // 12,
        "age_months": months,
        "has_record": bool(person.archive_number),
        "is_signed": agreement is not None,
        "has_refused": refused,
        "is_effective": standing.is_effective if standing else None,
        **{f"in_{name[3:]}": name[3:] in populations for name in column_kinds() if name.startswith("in_")},
        **{name: name[8:] in managed for name in column_kinds() if name.startswith("managed_")},
        "hypertension_visits": of("hypertension-follow-up", counted=True),
        "diabetes_visits": of("diabetes-follow-up", counted=True),
        "mental_visits": of("mental-follow-up", counted=True),
        "home_visits": len({one.visit_on for one in records if one.mode == "home"}),
        "hypertension_home_visits": of("hypertension-follow-up", home=True),
        "diabetes_home_visits": of("diabetes-follow-up", home=True),
        "last_systolic": last("hypertension-follow-up", "systolic"),
        "last_diastolic": last("hypertension-follow-up", "diastolic"),
        "last_fasting_glucose": last("diabetes-follow-up", "fasting_glucose"),
        "check_ups": of("health-check-up"),
        "elderly_assessments": of("elderly-self-care"),
        "tcm_constitutions": of("tcm-constitution"),
        "child_visits": of("child-visit", "newborn-visit"),
        "newborn_visits": of("newborn-visit"),
        "is_born_this_year": person.birth_date >= YEAR,
        "hypertension_visits_of_quarter": _of_quarter(records, "hypertension-follow-up"),
        "diabetes_visits_of_quarter": _of_quarter(records, "diabetes-follow-up"),
        "records": len(records),
        "phone_records": sum(one.mode == "phone" for one in records),
        **treatment_row(person, agreement),
    }


def _of_quarter(records, form):
    return sum(one.form == form and one.counts and one.visit_on >= QUARTER for one in records)


def _twin_counts(rows, indicator):
    kinds, counts = column_kinds(), {}
    are_persons = parse(indicator.denominator, kinds).kind == BOOLEAN
    for row in rows:
        out = any(amount_by_python(text, row, kinds) for text in indicator.excluded.values())
        among = amount_by_python(indicator.denominator, row, kinds)
        count = counts.setdefault(row["village"], [0, 0, 0])
        count[0] += amount_by_python(indicator.numerator, row, kinds) if (among or not are_persons) and not out else 0
        count[1] += among if not out else 0
        count[2] += bool(among and out)
    return {village: selectors.Rate(*count) for village, count in counts.items()}


def test_every_indicator_equals_the_twin_in_every_village(county):
    period = build().period
    people = [one for one in Resident.objects.all() if _lives_here(one, TODAY)]
    rows = [_twin_row(one) for one in people]
    assert period.rows == len(rows)
    known = set(rows[0])
    twinned = []
    for indicator in selectors.evaluated():
        formula = selectors.formula_of(indicator)
        if formula is None or not (formula.numerator.columns | formula.denominator.columns) <= known:
            continue
        found = selectors.evaluate(period, [indicator.indicator], ["village"])
        assert {place: rate for (_c, _l, place), rate in found.items()} == _twin_counts(rows, indicator), indicator
        twinned.append(indicator.indicator)
    assert len(twinned) >= 35
    for found, row in zip(rows_of(period), sorted(rows, key=lambda one: one["resident_id"]), strict=True):
        assert {name: found[name] for name in row} == row


def test_coverage_from_facts_is_the_coverage_of_the_snapshot(county):
    snapshot = services.compute_coverage(by=SystemViewer(), on=TODAY, at=NOON)
    period = build().period
    for indicator in selectors.indicators_of("coverage"):
        cells = CoverageCell.objects.filter(snapshot=snapshot, population=indicator.population)
        residents, refused, signed = (
            sum(getattr(one, name) for one in cells) for name in ("residents", "refused", "signed")
        )
        rate = selectors.evaluate(period, [indicator.indicator], ["county"])[indicator.indicator, "county", COUNTY]
        assert (rate.numerator, rate.denominator + rate.excluded) == (signed, residents)
        assert rate.excluded == (refused if indicator.among == "willing" else 0)


def test_parts_add_up_over_every_level(county):
    codes = [one.indicator for one in selectors.evaluated()]
    period = build().period
    sums = {}
    for (code, level, _place), rate in selectors.evaluate(period, codes, ["village", "township", "county"]).items():
        sums.setdefault(code, {}).setdefault(level, Counter()).update(
            n=rate.numerator, d=rate.denominator, x=rate.excluded
        )
    assert sums
    assert all(levels["village"] == levels["township"] == levels["county"] for levels in sums.values())


def test_what_memory_cannot_hold_lies_in_a_closed_folder_and_goes_with_the_connection(folder):
    left = folder / "spill-of-a-killed-process"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    engine.remove_left_behind()
    assert not left.exists()
    with engine.reading_parquet() as duck:
        duck.execute("SET memory_limit = '60MB'")
        duck.execute("CREATE TABLE many AS SELECT i, md5(i::VARCHAR) AS text FROM range(2_000_000) AS rows (i)")
        (own,) = folder.glob("spill-*")
        assert any(own.iterdir())
        assert own.stat().st_mode & 0o077 == 0
    assert not any(folder.glob("spill-*"))


def test_the_columns_of_the_file_are_those_that_are_described(county):
    described = [name for name, column in rulebook().fact_columns.items() if column.supplied]
    assert list(rows_of(build().period)[0]) == described


def _wait_for_older_transactions():
    """Until nobody on this server works in a transaction older than now: rows may count as new as long as one does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        begun_later = cursor.fetchone()[0]
        for _second in range(120):
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] >= begun_later:
                return
            time.sleep(1)
    raise AssertionError("a transaction of another test lasts more than two minutes")


def test_only_changed_villages_are_read_anew_and_the_rows_are_those_of_a_rebuilding(county):
    _wait_for_older_transactions()
    first = build()
    assert first.is_whole and first.villages == len(VILLAGES)
    again = build()
    assert (again.is_whole, again.villages, again.period.digest) == (False, 0, first.period.digest)
    _change_one_person_of(VILLAGES[0])
    changed = build()
    assert not changed.is_whole
    assert 1 <= changed.villages < len(VILLAGES)  # with those in which people lived who have moved there since
    assert changed.period.digest != first.period.digest
    assert build(is_rebuild=True).period.digest == changed.period.digest


def _counted_person(village, **narrowed):
    """Somebody of the facts of a village who never moved."""
    seen = {row["resident_id"] for row in rows_of(selectors.period_on(COUNTY, TODAY)) if row["village"] == village}
    return Resident.objects.filter(pk__in=seen, region_id=village, departures=None, **narrowed).first()


def _change_one_person_of(village):
    person = _counted_person(village)
    Record.objects.create(
        resident=person,
        region_id=village,
        form="hypertension-follow-up",
        visit_on=TODAY,
        mode="home",
        evidence="A",
        submission_id=person.pk,
        entered_on=TODAY,
    )


def _delete_records():
    seen = {row["resident_id"] for row in rows_of(selectors.period_on(COUNTY, TODAY)) if row["check_ups"]}
    Record.objects.filter(resident__in=seen, form="health-check-up").delete()


def _move_somebody():
    Resident.objects.filter(pk=_counted_person(VILLAGES[0]).pk).update(region_id=VILLAGES[3])


def _end_an_agreement():
    signed = {row["resident_id"] for row in rows_of(selectors.period_on(COUNTY, TODAY)) if row["is_signed"]}
    Agreement.objects.filter(resident__in=signed, state="active").update(
        state="terminated", ended_on=TODAY - timedelta(days=1)
    )


def _answer_for_a_village():
    make_area(make_team(), VILLAGES[1])


@pytest.mark.parametrize("act", [_delete_records, _move_somebody, _end_an_agreement, _answer_for_a_village])
def test_whatever_happened_the_next_building_equals_a_rebuilding(county, act):
    before = build().period.digest
    act()
    after = build().period.digest
    assert after == build(is_rebuild=True).period.digest
    assert after != before


def test_another_day_of_the_month_replaces_the_period_and_another_month_stands_beside_it(county):
    build(TODAY - timedelta(days=1))
    build()
    build(date(2026, 10, 31))
    assert [(one.period, one.as_of) for one in selectors.periods_built(COUNTY)] == [
        ("2026-10", date(2026, 10, 31)),
        ("2026-11", TODAY),
    ]
    assert selectors.period_on(COUNTY, TODAY - timedelta(days=1)) is None


def test_a_reader_keeps_the_file_it_opened_and_no_more_than_that_one_stays(county, folder):
    opened = build().period
    build(is_rebuild=True)
    assert len(rows_of(opened)) == opened.rows
    build(is_rebuild=True)
    assert len(list(folder.rglob("*.parquet"))) == 2


def test_the_commands_build_and_count(county, capsys):
    call_command("facts_build", "--as-of", TODAY.isoformat(), "--json")
    built = json.loads(capsys.readouterr().out)["built"][0]
    assert built["whole"] and built["rows"] > 80
    call_command(
        "indicators",
        "--as-of",
        TODAY.isoformat(),
        "--by",
        "township",
        "--codes",
        "coverage-all,slot-use-by-primary",
        "--json",
    )
    told = json.loads(capsys.readouterr().out)
    assert {row["place"] for row in told["rows"]} == {f"{COUNTY}100", f"{COUNTY}101"}
    assert told["no_data_yet"] == ["slot-use-by-primary"]
    with pytest.raises(CommandError, match="run `jiayi facts_build"):
        call_command("indicators", "--as-of", "2026-09-30")
    with pytest.raises(CommandError, match="no indicator"):
        call_command("indicators", "--codes", "nonsense", "--as-of", TODAY.isoformat())
