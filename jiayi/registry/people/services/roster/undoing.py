"""Undoing a batch: what it made goes unless something was built on it; what it changed goes back."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, models

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.faults import broken
from jiayi.registry.people.models import GroupMembership, Household, Resident, RosterBatch
from jiayi.registry.people.permissions import ROSTER_IMPORT, require
from jiayi.registry.people.selectors.roster import batch_for
from jiayi.registry.people.terms import BatchStatus

from .importing import wait_for_other_imports

KEPT_SHOWN = 200
EDITED = "people.edited"
# Duties follow from residents by themselves: they are no reason to keep one.
_FOLLOWS = {"tasks.Task"}
_ROLLED_BACK = {
    "address": "text",
    "phone_sealed": "bytea",
    "phone_index": "bytea",
    "national_id_sealed": "bytea",
    "national_id_index": "bytea",
    "document_kind": "text",
    "resident_since": "date",
    "ethnicity": "text",
    "household_id": "uuid",
    "relation_to_head": "text",
}


@dataclass(frozen=True)
class Kept:
    """A resident whom an undo leaves, and what was built on them (labels of tables, or EDITED)."""

    resident_id: UUID
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Undo:
    """What an undo does, or would do."""

    removed: int
    kept_count: int
    kept: tuple[Kept, ...]
    rolled_back: int
    changed_since: int


def preview_undo(*, by: Viewer, batch_id: UUID) -> Undo:
    """What undoing would do now; nothing is written."""
    require(by, ROSTER_IMPORT)
    return _undo_of(batch_for(by, batch_id))


@retrying_atomic
def undo_roster(*, by: Viewer, batch_id: UUID, at: dt.datetime) -> Undo:
    """Undo an imported batch."""
    require(by, ROSTER_IMPORT)
    wait_for_other_imports()
    batch = batch_for(by, batch_id, lock=True)
    if batch.status != BatchStatus.IMPORTED:
        raise broken("E_ROSTER_STATE")
    undo = _undo_of(batch)
    _roll_back(batch.pk, at)
    _remove(batch.pk)
    batch.status, batch.undone_at = BatchStatus.UNDONE, at
    batch.save()
    details = {"removed": undo.removed, "kept": undo.kept_count, "rolled_back": undo.rolled_back}
    audit.record(by=by, act="people.undo_roster", subject_kind="roster_batch", subject_ids=[batch.pk], details=details)
    return undo


def _undo_of(batch: RosterBatch) -> Undo:
    built = _built_on()
    removed, kept_count, shown = _rows(_JUDGED.format(built=_any_of(built)), [batch.pk])[0]
    return Undo(removed, kept_count, _kept(batch.pk, shown, built), *_updates(batch.pk))


_MADE = """
    FROM people_rosternewcomers n CROSS JOIN LATERAL unnest(n.resident_ids, n.rows) AS c (resident_id, "row")
         JOIN people_resident r ON r.id = c.resident_id
   WHERE n.batch_id = %s"""
# Two rows may have changed one resident: what stood before the first, and what the last left.
_CHANGED = """
    (SELECT resident_id, people_joined(before ORDER BY id DESC) AS before, people_joined(after ORDER BY id) AS after,
            people_joined(group_ids) AS group_ids
       FROM people_rosterchange WHERE batch_id = %s GROUP BY resident_id) c"""


# What was built on whom is asked once for each resident; of those kept, the first of the file are named.
_JUDGED = f"""
    WITH judged AS MATERIALIZED (SELECT r.id, c."row", {{built}} AS built {_MADE})
    SELECT count(*) FILTER (WHERE NOT built), count(*) FILTER (WHERE built),
           ARRAY(SELECT id FROM judged WHERE built ORDER BY "row" LIMIT {KEPT_SHOWN})
      FROM judged"""


def _built_on() -> dict[str, str]:
    """Conditions on a resident r under which something was built on them, by label."""
    found = {EDITED: "r.version > 1"}
    for relation in Resident._meta.related_objects:
        label = relation.related_model._meta.label
        if label in _FOLLOWS or relation.on_delete is models.SET_NULL:
            continue
        more = " AND x.source <> 'roster'" if relation.related_model is GroupMembership else ""
        found[label.lower()] = f"EXISTS (SELECT 1 FROM {_place(relation)} = r.id{more})"
    return found


def _place(relation: models.ForeignObjectRel) -> str:
    """A table and its column that points to a resident, as "table x WHERE x.column"."""
    return f'"{relation.related_model._meta.db_table}" x WHERE x."{relation.field.column}"'


def _any_of(conditions: dict[str, str]) -> str:
    return f"({' OR '.join(conditions.values())})"


def _kept(batch_id: UUID, shown: list[UUID], built: dict[str, str]) -> tuple[Kept, ...]:
    listed = ", ".join(f"CASE WHEN {condition} THEN '{label}' END" for label, condition in built.items())
    statement = f"""
        SELECT r.id, r.name, array_remove(ARRAY[{listed}], NULL) {_MADE} AND r.id = ANY(%s)
         ORDER BY c."row"
    """
    return tuple(Kept(row[0], row[1], tuple(row[2])) for row in _rows(statement, [batch_id, shown]))


def _updates(batch_id: UUID) -> tuple[int, int]:
    """Updated residents who still stand as the batch left them, and those who changed since."""
    same = " AND ".join(f"(NOT c.after ? '{name}' OR {_still(name, kind)})" for name, kind in _ROLLED_BACK.items())
    row = _rows(
        f"""SELECT count(*) FILTER (WHERE {same}), count(*) FILTER (WHERE NOT ({same}))
              FROM {_CHANGED} JOIN people_resident r ON r.id = c.resident_id""",
        [batch_id],
    )[0]
    return row[0], row[1]


def _roll_back(batch_id: UUID, at: dt.datetime) -> None:
    settings = ", ".join(
        f"{name} = CASE WHEN c.after ? '{name}' AND {_still(name, kind)} THEN {_read('before', name, kind)} "
        f"ELSE r.{name} END"
        for name, kind in _ROLLED_BACK.items()
    )
    _rows(
        f"""UPDATE people_resident r SET {settings}, version = r.version + 1, updated_at = %s
              FROM {_CHANGED} WHERE r.id = c.resident_id""",
        [at, batch_id],
    )
    _rows(
        f"""DELETE FROM people_groupmembership g USING {_CHANGED}
             WHERE g.resident_id = c.resident_id AND c.group_ids ? g.id::text AND g.until IS NULL""",
        [batch_id],
    )


def _still(name: str, kind: str) -> str:
    return f"r.{name} IS NOT DISTINCT FROM {_read('after', name, kind)}"


def _read(side: str, name: str, kind: str) -> str:
    text = f"c.{side}->>'{name}'"
    return f"decode({text}, 'hex')" if kind == "bytea" else f"({text})::{kind}"


def _remove(batch_id: UUID) -> None:
    """Remove the residents on whom nothing was built, then the households that nobody lives in any more."""
    _rows("DROP TABLE IF EXISTS roster_undo", [])
    _rows(
        f"CREATE TEMPORARY TABLE roster_undo ON COMMIT DROP AS SELECT r.id {_MADE} AND NOT {_any_of(_built_on())}",
        [batch_id],
    )
    _rows("ANALYZE roster_undo", [])
    for relation in Resident._meta.related_objects:
        column = f'"{relation.field.column}"'
        table = f'"{relation.related_model._meta.db_table}"'
        if relation.on_delete is models.SET_NULL:
            _rows(f"UPDATE {table} SET {column} = NULL WHERE {column} IN (SELECT id FROM roster_undo)", [])
        elif relation.related_model is GroupMembership or relation.related_model._meta.label in _FOLLOWS:
            _rows(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM roster_undo)", [])
    _rows("DELETE FROM people_resident WHERE id IN (SELECT id FROM roster_undo)", [])
    still_used = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {_place(relation)} = h.id)" for relation in Household._meta.related_objects
    )
    _rows(
        f"""DELETE FROM people_household h USING people_rosternewcomers n
             WHERE n.batch_id = %s AND h.id = ANY (n.household_ids) AND h.version = 1 AND {still_used}""",
        [batch_id],
    )


def _rows(statement: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
