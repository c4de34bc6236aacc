"""Coverage as a viewer may see it: counts from the current snapshot, and the persons behind a count."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Scope, Viewer
from jiayi.registry.organization import selectors as organization

from .facts import sql
from .models import CoverageSnapshot
from .rules import population_rule
from .terms import Standing

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
_PERSONS = """
WITH person AS ({facts})
SELECT person.resident_id, person.name_pinyin, person.team_id, person.has_refused
FROM person
WHERE %(population)s = ANY(person.populations)
    AND CASE %(standing)s
        WHEN 'signed' THEN person.team_id IS NOT NULL
        WHEN 'refused' THEN person.has_refused
        ELSE person.team_id IS NULL AND NOT person.has_refused END
    AND (%(team)s::uuid IS NULL OR person.team_id = %(team)s)
    AND (%(after_id)s::uuid IS NULL OR (person.name_pinyin, person.resident_id) > (
        SELECT last.name_pinyin, last.id FROM people_resident AS last WHERE last.id = %(after_id)s))
ORDER BY person.name_pinyin, person.resident_id
LIMIT %(limit)s
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


@dataclass(frozen=True)
class Person:
    """Someone behind a count."""

    resident_id: UUID
    team_id: UUID | None
    has_refused: bool


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
    first, last = _bounds(region_code)
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
    first, last = _bounds(region_code)
    parameters = {"snapshot": snapshot.pk, "population": population, "from": first, "to": last}
    with connection.cursor() as cursor:
        cursor.execute(_TEAMS, parameters)
        return cursor.fetchall()


def persons(
    viewer: Viewer,
    region_code: str,
    population: str,
    standing: Standing,
    *,
    on: date,
    team_id: UUID | None = None,
    after_id: UUID | None = None,
    limit: int = 50,
) -> list[Person]:
    """The persons behind a count as of `on`, by name; one page from after_id."""
    if not viewer.scope("coverage_drill").holds_region(region_code):
        raise NotVisible
    parameters: dict[str, Any] = {
        "as_of": on,
        "rules": json.dumps(region_rules(region_code, on)),
        "population": population,
        "standing": str(standing),
        "team": team_id,
        "after_id": after_id,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS.format(facts=sql("coverage_person")), parameters)
        return [Person(resident_id, team, refused) for resident_id, _, team, refused in cursor]


def home_region(viewer: Viewer) -> str:
    """The widest region the viewer may see coverage of; refuses where there is none."""
    scope: Scope = viewer.scope("coverage_read")
    if scope.everything:
        return ""
    if not scope.region_prefixes:
        raise NotVisible
    return min(scope.region_prefixes, key=lambda prefix: (len(prefix), prefix))


def require_region(viewer: Viewer, region_code: str) -> None:
    """Refuse a region outside of the viewer's reach as if it did not exist."""
    if not viewer.scope("coverage_read").holds_region(region_code):
        raise NotVisible


def region_rules(region_code: str, on: date) -> list[dict]:
    """One population rule for each village at or below a region ("" for all), by its schemes on the day."""
    by_stack: dict[tuple[str, ...], dict] = {}
    rows = []
    for code, schemes in organization.village_schemes(region_code, on).items():
        if schemes not in by_stack:
            by_stack[schemes] = population_rule(schemes, on)
        rows.append({"region_code": code, **by_stack[schemes]})
    return rows


def _bounds(prefix: str) -> tuple[str, str]:
    """The half-open range of codes that begin with prefix."""
    return prefix, prefix + ":" if prefix else ":"
