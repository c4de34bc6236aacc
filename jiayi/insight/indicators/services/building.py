"""Build facts: Parquet of one row for each resident and period, a file for each county and month.

Facts as of the same day, under the same rules, are built anew only for the villages in which something changed; both
ways come to the same rows. A file is written beside the others and becomes current with the manifest, in one step.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
from django.db import connection
from psycopg import ClientCursor

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators.facts import sql
from jiayi.insight.indicators.facts.engine import literal, reading_database, remove_left_behind, rows_of
from jiayi.insight.indicators.selectors import fact_parameters, region_rules
from jiayi.insight.indicators.selectors.periods import MANIFEST, Period, as_entry, facts_folder, read_manifest

from .sources import mark_now

# Tables of the rows' query, each from a query that PostgreSQL itself answers.
_INPUTS = {
    "person": "coverage_person",
    "renewal": "renewal_due",
    "booked": "booked_early",
    "referred": "referred",
    "surveyed": "surveyed",
    "interviewed": "interviewed",
}
_COPY = "COPY ({rows}) TO {file} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"
_DIGEST = """
SELECT count(*), md5(coalesce(string_agg(hash(fact)::VARCHAR, '' ORDER BY resident_id), ''))
FROM {facts} AS fact
"""


@dataclass(frozen=True)
class Built:
    """One period, how it was built, and how many villages were read anew."""

    period: Period
    is_whole: bool
    villages: int


def build_facts(*, by: Viewer, on: date, at: datetime, region_code: str = "", is_rebuild: bool = False) -> list[Built]:
    """Facts as of a day for every county at or below a region ("" for all); answers what was built."""
    rules = region_rules(region_code[:6], on)
    by_county: dict[str, list[dict[str, Any]]] = {}
    for rule in rules:
        by_county.setdefault(rule["region_code"][:6], []).append(rule)
    built = []
    with _alone():
        for county, own in sorted(by_county.items()):
            built.append(_build_county(county, own, on, at, is_rebuild))
            _make_current(built[-1].period)
    details = {"as_of": on.isoformat(), "periods": [one.period.key for one in built]}
    audit.record(by=by, act="indicators.build_facts", subject_kind="facts", subject_ids=[], details=details)
    return built


def _build_county(county: str, rules: list[dict[str, Any]], on: date, at: datetime, is_rebuild: bool) -> Built:
    former = read_manifest().get(f"{county}/{on:%Y-%m}")
    with reading_database() as duck:
        conditions = _conditions(rules)
        known = former.mark if former and _is_same(former, on, conditions) and not is_rebuild else {}
        mark, changed = mark_now(duck, county, on, known)
        if known and known["organization"] != mark["organization"]:
            known = {}
        read = [rule for rule in rules if rule["region_code"] in changed] if known else rules
        file = _new_file(county, on)
        _write(duck, on, county, read, former if known else None, file)
        rows, digest = duck.execute(_DIGEST.format(facts=rows_of(file))).fetchone()
    period = Period(
        county=county,
        period=f"{on:%Y-%m}",
        as_of=on,
        built_at=at,
        rows=rows,
        digest=digest,
        file=str(file.relative_to(facts_folder())),
        rulebook_version=rulebook().version,
        mark=mark | {"conditions": conditions},
    )
    return Built(period, is_whole=not known, villages=len(read))


def _is_same(former: Period, on: date, conditions: str) -> bool:
    return former.as_of == on and former.mark.get("conditions") == conditions and former.path.exists()


def _conditions(rules: list[dict[str, Any]]) -> str:
    """What the rows depend on beside the tables: the rules of every village and the queries."""
    texts = [json.dumps(rules, sort_keys=True), sql("resident"), *(sql(name) for name in _INPUTS.values())]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _write(
    duck: duckdb.DuckDBPyConnection,
    on: date,
    county: str,
    rules: list[dict[str, Any]],
    former: Period | None,
    file: Path,
) -> None:
    duck.execute("SET VARIABLE as_of = CAST(? AS DATE)", [on])
    duck.execute("SET VARIABLE year_start = CAST(? AS DATE)", [on.replace(month=1, day=1)])
    quarter_start = on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1)
    duck.execute("SET VARIABLE quarter_start = CAST(? AS DATE)", [quarter_start])
    parameters = fact_parameters(county, on, rules)
    for table, facts in _INPUTS.items():
        query = literal(_filled(sql(facts), parameters))
        duck.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM postgres_query('pg', {query})")
    rows = sql("resident").strip()
    if former:
        villages = ", ".join(literal(rule["region_code"]) for rule in rules) or "''"
        old = f"SELECT * FROM {rows_of(former.path)} WHERE village NOT IN ({villages})"
        rows = f"({rows}) UNION ALL BY NAME ({old}) ORDER BY village, resident_id"
    duck.execute(_COPY.format(rows=rows, file=literal(str(file))))


def _filled(text: str, parameters: dict[str, Any]) -> str:
    connection.ensure_connection()
    return ClientCursor(connection.connection).mogrify(text, parameters)


def _new_file(county: str, on: date) -> Path:
    folder = facts_folder() / "resident" / f"county={county}" / f"period={on:%Y-%m}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{uuid4().hex}.parquet"


def _make_current(period: Period) -> None:
    """Name the new file in the manifest; the one before stays for readers that opened it, older ones go."""
    known = read_manifest()
    former = known.get(period.key)
    known[period.key] = period
    text = json.dumps([as_entry(one) for one in known.values()])
    beside = facts_folder() / f"{MANIFEST}.{uuid4().hex}"
    beside.write_text(text, "utf-8")
    os.replace(beside, facts_folder() / MANIFEST)
    kept = {period.path, former.path if former else period.path}
    for file in period.path.parent.glob("*.parquet"):
        if file not in kept:
            file.unlink(missing_ok=True)


@contextmanager
def _alone() -> Iterator[None]:
    """One building at a time."""
    facts_folder().mkdir(parents=True, exist_ok=True)
    with (facts_folder() / "building.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        remove_left_behind()
        yield
