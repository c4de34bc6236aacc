"""How many are signed: counts of the kept snapshots, and the same counted now under other schemes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.indicators.facts import sql
from jiayi.insight.indicators.models import CoverageSnapshot
from jiayi.insight.indicators.rules import populations_at

from .regions import bounds, fact_parameters, region_rules, require_region

_AGES = ("elderly_from_months", "child_below_months")
_COUNTS = """
SELECT left(cell.region_code, %(digits)s) AS code, cell.snapshot_id, cell.population,
    sum(cell.residents), sum(cell.refused), sum(cell.signed)
FROM indicators_coveragecell AS cell
WHERE cell.snapshot_id = ANY(%(snapshots)s) AND cell.region_code >= %(from)s AND cell.region_code < %(to)s
    AND (%(populations)s::text[] IS NULL OR cell.population = ANY(%(populations)s))
GROUP BY 1, 2, 3
"""
_TEAMS = """
SELECT cell.team_id, sum(cell.signed)
FROM indicators_coveragecell AS cell
WHERE cell.snapshot_id = %(snapshot)s AND cell.population = %(population)s AND cell.team_id IS NOT NULL
    AND cell.region_code >= %(from)s AND cell.region_code < %(to)s
GROUP BY cell.team_id ORDER BY 2 DESC
"""
_CLASSES = """
SELECT cell.population, sum(cell.residents), sum(cell.refused), sum(cell.signed)
FROM indicators_coveragecell AS cell
INNER JOIN jsonb_to_recordset(%(rules)s::jsonb) AS rule (region_code text, key_groups text[])
    ON rule.region_code = cell.region_code AND cell.population = ANY(rule.key_groups)
WHERE cell.snapshot_id = %(snapshot)s
GROUP BY 1
"""
_NOW = """
WITH person AS ({facts})
SELECT left(person.region_code, %(digits)s), population, count(*), count(*) FILTER (WHERE person.has_refused),
    count(person.team_id)
FROM person CROSS JOIN LATERAL unnest(person.populations) AS population
GROUP BY 1, 2
"""


_CLASSES_NOW = """
WITH person AS ({facts})
SELECT person.region_code, {age}, person.recorded, person.is_at_home, person.has_refused, person.team_id IS NOT NULL,
    count(*)
FROM person
GROUP BY 1, 2, 3, 4, 5, 6
"""


@dataclass(frozen=True)
class Count:
    """Residents of one region and population: how many live here, refused, are signed."""

    residents: int = 0
    refused: int = 0
    signed: int = 0

    @property
    def willing(self) -> int:
        return self.residents - self.refused

    @property
    def rate(self) -> float | None:
        return self.signed / self.residents if self.residents else None

    @property
    def willing_rate(self) -> float | None:
        return self.signed / self.willing if self.willing else None

    def plus(self, other: "Count") -> "Count":
        return Count(self.residents + other.residents, self.refused + other.refused, self.signed + other.signed)

    def among(self, who: str) -> tuple[int, float | None]:
        """The denominator and the rate of an indicator: among all residents, or among the willing."""
        return (self.willing, self.willing_rate) if who == "willing" else (self.residents, self.rate)


def current_snapshot() -> CoverageSnapshot | None:
    """The newest computation, or None before the first."""
    return CoverageSnapshot.objects.filter(is_current=True).first()


def snapshot_on(day: date) -> CoverageSnapshot | None:
    """The computation as of a day."""
    return CoverageSnapshot.objects.filter(as_of=day).first()


def coverage(
    viewer: Viewer,
    region_code: str,
    *,
    digits: int,
    snapshots: list[CoverageSnapshot],
    populations: list[str] | None = None,
) -> dict[tuple[str, int, str], Count]:
    """Counts below a region, by the first `digits` of the village code, snapshot and population."""
    require_region(viewer, region_code)
    first, last = bounds(region_code)
    parameters = {
        "digits": digits,
        "snapshots": [snapshot.pk for snapshot in snapshots],
        "from": first,
        "to": last,
        "populations": populations,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, parameters)
        return {(code, snapshot, population): Count(*counts) for code, snapshot, population, *counts in cursor}


def coverage_by_team(
    viewer: Viewer, region_code: str, population: str, snapshot: CoverageSnapshot
) -> list[tuple[UUID, int]]:
    """Signed persons of a region by team, most first."""
    require_region(viewer, region_code)
    first, last = bounds(region_code)
    parameters = {"snapshot": snapshot.pk, "population": population, "from": first, "to": last}
    with connection.cursor() as cursor:
        cursor.execute(_TEAMS, parameters)
        return cursor.fetchall()


def coverage_by_class(viewer: Viewer, region_code: str, snapshot: CoverageSnapshot) -> dict[str, Count]:
    """Counts of each class of the key list where the scheme names it; a person of two classes is in both."""
    require_region(viewer, region_code)
    rules = fact_parameters(region_code, snapshot.as_of, region_rules(region_code, snapshot.as_of))
    with connection.cursor() as cursor:
        cursor.execute(_CLASSES, {"rules": rules["rules"], "snapshot": snapshot.pk})
        return {population: Count(*counts) for population, *counts in cursor}


def kept_snapshots(viewer: Viewer, region_code: str) -> list[CoverageSnapshot]:
    """Every snapshot that is kept, the earliest first."""
    require_region(viewer, region_code)
    return list(CoverageSnapshot.objects.order_by("as_of"))


def counted_now(
    region_code: str, on: date, rules: list[dict[str, Any]], *, digits: int
) -> dict[tuple[str, str], Count]:
    """Counts as of a day by the first `digits` of the village code and population, by a rule for each village: read
    from the residents now, not from a snapshot (seconds for a large county). Whoever asks."""
    parameters = fact_parameters(region_code, on, rules) | {"digits": digits}
    with connection.cursor() as cursor:
        cursor.execute(_NOW.format(facts=sql("coverage_person")), parameters)
        return {(code, population): Count(*counts) for code, population, *counts in cursor}


def counted_by_rules(
    region_code: str, on: date, sides: Sequence[list[dict[str, Any]]], *, digits: int
) -> list[dict[tuple[str, str], Count]]:
    """The same under several rules at once, each a rule for every village: the residents are read a single time.

    All sides have the same maternal_days, which alone the reading depends on.
    """
    months = sorted({rule[name] for side in sides for rule in side for name in _AGES if rule[name]}, reverse=True)
    age = f"CASE{''.join(f' WHEN person.age_months >= {int(month)} THEN {int(month)}' for month in months)} ELSE 0 END"
    statement = _CLASSES_NOW.format(facts=sql("coverage_person"), age=age)
    with connection.cursor() as cursor:
        cursor.execute(statement, fact_parameters(region_code, on, sides[0]))
        rows = cursor.fetchall()
    return [_summed(rows, side, digits) for side in sides]


def _summed(rows: Sequence[tuple[Any, ...]], side: list[dict[str, Any]], digits: int) -> dict[tuple[str, str], Count]:
    rule_of = {rule["region_code"]: rule for rule in side}
    known: dict[Any, set[str]] = {}
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for region, months, recorded, is_at_home, has_refused, is_signed, persons in rows:
        key = (region, months, tuple(recorded), is_at_home)
        if key not in known:
            known[key] = populations_at(recorded, months, rule_of[region], is_at_home=is_at_home)
        for population in known[key]:
            count = sums[region[:digits], population]
            count[0] += persons
            count[1] += persons * has_refused
            count[2] += persons * is_signed
    return {key: Count(*counts) for key, counts in sums.items()}
