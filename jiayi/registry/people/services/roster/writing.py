"""Writing a chunk's plan: COPY for what is new, one UPDATE for what changes, whatever the number of rows."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import uuid_utils
from django.db import connection

from jiayi.registry.people.roster_rules.plan import Newcomer, NewHome, Plan, Update
from jiayi.registry.people.roster_work import LINE_COLUMNS, escaped
from jiayi.registry.people.sealing import national_id_index, phone_index, seal

from .serials import ArchiveNumbers

_RESIDENT_COLUMNS = (*LINE_COLUMNS, "created_at", "updated_at", "household_id", "relation_to_head", "archive_number")
_OF_LINE = ", ".join(_RESIDENT_COLUMNS)
_COPY_RESIDENTS = f"COPY people_resident ({_OF_LINE}) FROM STDIN"
_COPY_HOMES = "COPY people_household (id, created_at, updated_at, number, region_code, address, head_id) FROM STDIN"
_COPY_GROUPS = (
    'COPY people_groupmembership (id, created_at, updated_at, resident_id, "group", since, source) FROM STDIN'
)
_COPY_CHANGES = 'COPY people_rosterchange (batch_id, resident_id, "row", before, after, group_ids) FROM STDIN'
_COPY_NEWCOMERS = "COPY people_rosternewcomers (batch_id, resident_ids, rows, household_ids) FROM STDIN"
_NULL = "\\N"

Texts = list[tuple[str, str]]  # what COPY is to write, and how

# How each column of an update travels, and as what it is read.
_UPDATED = {
    "address": "text",
    "phone_sealed": "bytea",
    "phone_index": "bytea",
    "national_id_sealed": "bytea",
    "national_id_index": "bytea",
    "document_kind": "text",
    "sex": "text",
    "resident_since": "date",
    "ethnicity": "text",
    "household_id": "uuid",
    "relation_to_head": "text",
}
_INDEXES = {"phone": phone_index, "national_id": national_id_index}
_UPDATE = """
    UPDATE people_resident r SET {settings}, version = r.version + new.step, updated_at = %s
      FROM unnest(%s::uuid[], %s::int[], {arrays}) AS new (id, step, {columns})
     WHERE r.id = new.id""".format(
    settings=", ".join(f"{name} = coalesce(new.{name}, r.{name})" for name in _UPDATED),
    arrays=", ".join(f"%s::{kind}[]" for kind in _UPDATED.values()),
    columns=", ".join(_UPDATED),
)
_SEAT_HEADS = """
    UPDATE people_household h SET head_id = new.head_id, version = h.version + 1, updated_at = %s
      FROM unnest(%s::uuid[], %s::uuid[]) AS new (id, head_id) WHERE h.id = new.id AND h.head_id IS NULL"""
_BEFORE = "SELECT id::text, phone_sealed, phone_index FROM people_resident WHERE id = ANY(%s::uuid[])"


def write_homes(plan: Plan, *, at: datetime) -> None:
    """Write the households a chunk makes and the heads it gives to others, in the open transaction."""
    now = at.isoformat()
    _copy(_COPY_HOMES, "".join(_home_line(home, now) for home in plan.homes))
    if plan.heads:
        households, residents = zip(*plan.heads, strict=True)
        _execute(_SEAT_HEADS, [at, list(households), list(residents)])


def texts_of(plan: Plan, numbers: ArchiveNumbers, *, batch_id: UUID, on: date, at: datetime) -> Texts:
    """What is to be copied for a chunk's newcomers and homes; newcomers get the next archive numbers."""
    now = at.isoformat()
    groups = _Groups(on, now)
    given = numbers.give([newcomer.row.region_code for newcomer in plan.newcomers])
    residents = "".join(_resident_lines(plan.newcomers, given, now))
    for newcomer in plan.newcomers:
        if newcomer.row.groups:
            groups.add(newcomer.row.id, newcomer.row.groups)
    texts = [(_COPY_RESIDENTS, residents), (_COPY_GROUPS, groups.text())]
    return [*texts, (_COPY_NEWCOMERS, _newcomers_line(plan, batch_id))]


def write_texts(texts: Texts) -> None:
    """Copy what is ready, in the open transaction."""
    for statement, text in texts:
        _copy(statement, text)


def write_changes(plan: Plan, *, batch_id: UUID, on: date, at: datetime) -> None:
    """Write what a chunk changes of residents who are there, in the open transaction."""
    groups = _Groups(on, at.isoformat())
    changes = _changed(plan, batch_id, groups, at)
    _copy(_COPY_GROUPS, groups.text())
    _copy(_COPY_CHANGES, "".join(changes))


class _Groups:
    """The lines of group memberships."""

    def __init__(self, on: date, now: str) -> None:
        self.lines: list[str] = []
        self._start = f"\t{now}\t{now}\t"
        self._end = f"\t{on.isoformat()}\troster\n"

    def add(self, resident_id: str, groups: Iterable[str]) -> list[str]:
        """Their new ids."""
        made = []
        for group in groups:
            identity = str(uuid_utils.uuid7())
            self.lines.append(f"{identity}{self._start}{resident_id}\t{group}{self._end}")
            made.append(identity)
        return made

    def text(self) -> str:
        return "".join(self.lines)


def _home_line(home: NewHome, now: str) -> str:
    head = home.head_id or _NULL
    return f"{home.id}\t{now}\t{now}\t{escaped(home.number)}\t{home.region_code}\t{escaped(home.address)}\t{head}\n"


def _resident_lines(newcomers: list[Newcomer], numbers: list[str | None], now: str) -> Iterable[str]:
    for newcomer, number in zip(newcomers, numbers, strict=True):
        row, home = newcomer.row, newcomer.home_id
        ending = f"{home}\t{row.relation}" if home else f"{_NULL}\t"
        yield f"{row.line}\t{now}\t{now}\t{ending}\t{number or _NULL}\n"


def _newcomers_line(plan: Plan, batch_id: UUID) -> str:
    if not plan.newcomers and not plan.homes:
        return ""
    rows = [newcomer.row for newcomer in plan.newcomers]
    listed = (row.id for row in rows), (str(row.row) for row in rows), (home.id for home in plan.homes)
    return "\t".join((str(batch_id), *(f"{{{','.join(values)}}}" for values in listed))) + "\n"


def _changed(plan: Plan, batch_id: UUID, groups: _Groups, at: datetime) -> list[str]:
    updates = plan.updates
    if not updates:
        return []
    columns = [_sealed(update) for update in updates]
    pairs = list(zip(updates, columns, strict=True))
    before = _phones_before([update.known_id for update, new in pairs if "phone_sealed" in new])
    arrays = [[new.get(name) for new in columns] for name in _UPDATED]
    # A resident whom this import has just made is still as it made them: no new version.
    steps = [int(update.known is not None) for update in updates]
    _execute(_UPDATE, [at, [update.known_id for update in updates], steps, *arrays])
    lines = []
    for update, new in pairs:
        made = groups.add(update.known_id, update.groups)
        if update.known is not None:
            old = _old_values(update, new, before.get(update.known_id, {}))
            after = {name: new[name] for name in old}
            start = f"{batch_id}\t{update.known_id}\t{update.row}"
            lines.append("\t".join((start, _json(old), _json(after), _json(made))) + "\n")
    return lines


def _sealed(update: Update) -> dict[str, Any]:
    """The columns to set, personal numbers sealed for the resident's row."""
    columns = dict(update.columns)
    for name, index_of in _INDEXES.items():
        if number := columns.pop(name, ""):
            columns[f"{name}_sealed"] = seal(UUID(update.known_id), f"{name}_sealed", number)
            columns[f"{name}_index"] = index_of(number)
    return columns


def _phones_before(ids: list[str]) -> dict[str, dict[str, bytes]]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [ids])
        return {row[0]: {"phone_sealed": row[1], "phone_index": row[2]} for row in cursor.fetchall()}


def _old_values(update: Update, new: dict[str, Any], phones: dict[str, bytes]) -> dict[str, Any]:
    known = update.known
    standing: dict[str, Any] = phones | {
        "address": known.address,
        "resident_since": known.resident_since,
        "ethnicity": known.ethnicity,
        "household_id": known.household_id,
        "relation_to_head": known.relation,
        "national_id_sealed": b"",
        "national_id_index": None,
        "document_kind": "none",
    }
    return {name: standing.get(name) for name in new if name in standing}


def _json(value: object) -> str:
    return escaped(json.dumps(value, default=_jsonable, ensure_ascii=False))


def _jsonable(value: object) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def _copy(statement: str, text: str) -> None:
    if text:
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
            copy.write(text)


def _execute(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
