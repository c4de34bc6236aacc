"""Residents as the county has them after the roster came in, household by household in a fixed order."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from jiayi.foundation.core.dates import completed_months
from jiayi.insight.indicators.rules import population_rule
from jiayi.registry.organization.selectors import village_schemes

_ROWS = """
SELECT resident.id, resident.household_id, household.number, resident.region_code, resident.birth_date,
    resident.relation_to_head,
    coalesce((SELECT array_agg(membership."group"::text ORDER BY membership."group")
        FROM people_groupmembership AS membership
        WHERE membership.resident_id = resident.id AND membership.until IS NULL), '{}'),
    NOT EXISTS (SELECT 1 FROM people_stayelsewhere AS stay
        WHERE stay.resident_id = resident.id AND stay.until IS NULL)
FROM people_resident AS resident
INNER JOIN people_household AS household ON household.id = resident.household_id
WHERE resident.status = 'living_here' AND resident.merged_into_id IS NULL
ORDER BY resident.region_code, household.number, resident.archive_number
"""


@dataclass(frozen=True)
class Person:
    """A resident with the groups of the day."""

    id: UUID
    household_id: UUID
    village: str
    birth_date: date
    is_head: bool
    groups: tuple[str, ...]
    is_at_home: bool


@dataclass(frozen=True)
class Rules:
    """Schemes and population lists of one village."""

    schemes: tuple[str, ...]
    population: dict


def rules_by_village(on: date) -> dict[str, Rules]:
    """What each village follows on the day; villages with one stack share one object."""
    shared: dict[tuple[str, ...], Rules] = {}
    found = {}
    for code, schemes in village_schemes("", on).items():
        found[code] = shared.setdefault(schemes, Rules(schemes, population_rule(schemes, on)))
    return found


def households(rules: dict[str, Rules], on: date) -> Iterator[list[Person]]:
    """Every household's members, streamed."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.itersize = 20_000
        cursor.execute(_ROWS)
        for _key, rows in itertools.groupby(cursor, key=lambda row: row[1]):
            yield [_person(row, rules, on) for row in rows]


def _person(row: tuple, rules: dict[str, Rules], on: date) -> Person:
    resident_id, household_id, _number, village, born, relation, recorded, is_at_home = row
    limits = rules[village].population
    months = completed_months(born, on)
    groups = set(recorded)
    if months >= limits["elderly_from_months"]:
        groups.add("elderly")
    if months < limits["child_below_months"]:
        groups.add("child")
    return Person(resident_id, household_id, village, born, relation == "head", tuple(sorted(groups)), is_at_home)
