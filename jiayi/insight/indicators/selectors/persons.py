"""The persons behind a count."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.indicators.facts import sql
from jiayi.insight.indicators.permissions import DRILL
from jiayi.insight.indicators.terms import Standing

from .regions import require_region
from .villages import holding_persons, home_of, page_parameters

_PERSONS = """
WITH person AS MATERIALIZED ({facts})
SELECT person.resident_id, person.name_pinyin, person.team_id, person.has_refused
FROM person
WHERE %(population)s = ANY(person.populations)
    AND CASE %(standing)s
        WHEN 'signed' THEN person.team_id IS NOT NULL
        WHEN 'refused' THEN person.has_refused
        ELSE person.team_id IS NULL AND NOT person.has_refused END
    AND (%(team)s::uuid IS NULL OR person.team_id = %(team)s)
    AND (%(after_id)s::uuid IS NULL OR (person.region_code, person.name_pinyin, person.resident_id) > (
        SELECT last.region_code, last.name_pinyin, last.resident_id
        FROM person AS last WHERE last.resident_id = %(after_id)s))
ORDER BY person.region_code, person.name_pinyin, person.resident_id
LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Person:
    """Someone behind a count."""

    resident_id: UUID
    team_id: UUID | None
    has_refused: bool


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
    """The persons behind a count as of `on`, by village and name; one page from after_id."""
    require_region(viewer, region_code, DRILL)
    holding = holding_persons(region_code, on, population, [Standing(standing)], team_id)
    parameters: dict[str, Any] = {
        **page_parameters(region_code, on, holding, home_of(after_id, on), limit),
        "population": population,
        "standing": str(standing),
        "team": team_id,
        "after_id": after_id,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS.format(facts=sql("coverage_person")), parameters)
        return [Person(resident_id, team, refused) for resident_id, _, team, refused in cursor]
