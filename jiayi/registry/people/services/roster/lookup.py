"""What the database knows that concerns a chunk of rows: a fixed number of statements, whatever the rows."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from jiayi.registry.people.roster_rules.deciding import person_key
from jiayi.registry.people.roster_rules.plan import Facts
from jiayi.registry.people.roster_rules.prepared import Home, Known, Prepared, Refused

_KNOWN = """
    r.id::text, r.name_key, r.national_id_index IS NOT NULL, r.status, r.region_code, r.birth_date::text, r.phone_index,
    r.address, r.household_id::text, r.relation_to_head, r.resident_since::text, r.ethnicity,
    ARRAY(SELECT g."group" FROM people_groupmembership g WHERE g.resident_id = r.id)
"""
_BY_NUMBER = f"""
    SELECT r.national_id_index, {_KNOWN} FROM people_resident r
     WHERE r.merged_into_id IS NULL AND r.national_id_index = ANY(%s::bytea[])"""
# A merged record's number leads to the record that was kept.
_BY_MERGED_NUMBER = f"""
    WITH RECURSIVE way (number, name_key, id, next) AS (
        SELECT m.national_id_index, m.name_key, m.id, m.merged_into_id FROM people_resident m
         WHERE m.merged_into_id IS NOT NULL AND m.national_id_index = ANY(%s::bytea[])
        UNION
        SELECT way.number, way.name_key, k.id, k.merged_into_id FROM way JOIN people_resident k ON k.id = way.next
    )
    SELECT way.number, {_KNOWN.replace("r.name_key", "way.name_key", 1)}
      FROM way JOIN people_resident r ON r.id = way.id WHERE way.next IS NULL"""
_BY_PERSON = f"""
    SELECT {_KNOWN}
      FROM unnest(%s::text[], %s::text[], %s::date[]) AS asked (region_code, name_key, birth_date)
      JOIN people_resident r USING (region_code, name_key, birth_date)
     WHERE r.merged_into_id IS NULL {{more}}
     ORDER BY r.national_id_index IS NOT NULL DESC, r.id DESC"""
_HOMES = "SELECT number, id::text, region_code, head_id IS NOT NULL FROM people_household WHERE number = ANY(%s)"


class LookUp:
    """For one import: what it need not ask of each chunk it asks once, before the first.

    Whom the import makes the decider remembers itself.
    """

    def __init__(self) -> None:
        self._some_are_there = _is_there("true")
        self._some_lack_numbers = _is_there("national_id_index IS NULL AND merged_into_id IS NULL")
        self._some_are_merged = _is_there("merged_into_id IS NOT NULL")

    def facts_of(self, rows: Iterable[Prepared | Refused]) -> Facts:
        """Residents and households that the rows may speak of."""
        asked = [row for row in rows if type(row) is Prepared]
        numbered = [row for row in asked if row.number]
        facts = Facts()
        facts.by_number = self._by_number([row.number_index for row in numbered])
        facts.by_person = _by_person([row for row in asked if not row.number], "")
        if self._some_lack_numbers:
            new = [row for row in numbered if row.number_index not in facts.by_number]
            facts.without_number = _by_person(new, "AND r.national_id_index IS NULL")
        facts.homes = _homes({row.household_number for row in asked if row.household_number})
        return facts

    def _by_number(self, indexes: list[bytes]) -> dict[bytes, Known]:
        if not indexes or not self._some_are_there:
            return {}
        listed = bytes_array(indexes)
        statements = (_BY_MERGED_NUMBER, _BY_NUMBER) if self._some_are_merged else (_BY_NUMBER,)
        return {bytes(row[0]): _known(row[1:]) for statement in statements for row in _fetch(statement, [listed])}


def _is_there(condition: str) -> bool:
    return bool(_fetch(f"SELECT 1 FROM people_resident WHERE {condition} LIMIT 1", []))


def bytes_array(values: list[bytes]) -> str:
    """Values as PostgreSQL writes a bytea[]: in one step, where the driver takes one for each."""
    return "{" + ",".join(['"\\\\x' + value.hex() + '"' for value in values]) + "}"


def _by_person(rows: list[Prepared], more: str) -> dict[tuple, Known]:
    """Residents by region, name and birth date; of several, the oldest record, best one without a number."""
    if not rows:
        return {}
    columns = [list(column) for column in zip(*map(person_key, rows), strict=True)]
    found = map(_known, _fetch(_BY_PERSON.format(more=more), columns))
    return {(known.region_code, known.name_key, known.birth_date): known for known in found}


def _homes(numbers: set[str]) -> dict[str, Home]:
    if not numbers:
        return {}
    return {row[0]: Home(*row[1:]) for row in _fetch(_HOMES, [list(numbers)])}


def _known(row: tuple) -> Known:
    phone = row[6]
    return Known(*row[:6], None if phone is None else bytes(phone), *row[7:12], frozenset(row[12]))


def _fetch(statement: str, values: list[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
