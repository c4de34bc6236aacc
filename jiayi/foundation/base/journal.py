"""Acts over many rows that can be undone: what they change is written down, and taken back while it still stands.

journal = Journal(act.id)
journal.update(Area.objects.filter(team=team), team=other)
…
restore(act.id, Area)  # StillBuiltOn where a row is not as the act left it
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, ProtectedError, Q, QuerySet

from .models import JournalRow

CHUNK = 2_000
_STAMPS = ("created_at", "updated_at")  # a row that an undone act had taken away is back with stamps of its own


class StillBuiltOn(Exception):
    """Something was built on what an act did: how many rows, and of which table."""

    def __init__(self, table: str, count: int) -> None:
        super().__init__(f"{count} rows of {table} are not as the act left them")
        self.table, self.count = table, count


class Journal:
    """Writes changes of rows under the id of an act; without one it only makes them. The caller locks the rows."""

    def __init__(self, act_id: UUID | None) -> None:
        self.act_id = act_id

    def update(self, rows: QuerySet, **values: Any) -> int:
        """Give all rows these values (by attribute, such as `team_id`); those that have them are left alone."""
        names = list(values)
        wanted = _plain(values)
        found = {
            pk: kept for pk, *kept in rows.order_by("pk").values_list("pk", *names) if _named(names, kept) != wanted
        }
        for ids in _chunks(list(found)):
            self._write(rows.model, [(pk, _named(names, found[pk]), wanted) for pk in ids])
            rows.model.objects.filter(pk__in=ids).update(**values)
        return len(found)

    def made(self, row: models.Model) -> models.Model:
        """A row that the act has just made."""
        self._write(type(row), [(row.pk, None, _whole(row))])
        return row

    def delete(self, row: models.Model) -> None:
        """Take a row away."""
        self._write(type(row), [(row.pk, _whole(row), None)])
        row.delete()

    def _write(self, model: type[models.Model], changes: Sequence[tuple[Any, dict | None, dict | None]]) -> None:
        if self.act_id is None:
            return
        JournalRow.objects.bulk_create(
            JournalRow(act_id=self.act_id, table=model._meta.db_table, row_id=str(pk), before=before, after=after)
            for pk, before, after in changes
        )


def counts_of(act_id: UUID) -> dict[str, int]:
    """By table, how many things an act changed: one that ended and went on as a new row counts once. One query."""
    rows = JournalRow.objects.filter(act_id=act_id).order_by().values_list("table")
    made = Count("row_id", Q(before__isnull=True), distinct=True)
    counted = rows.annotate(made=made, kept=Count("row_id", Q(before__isnull=False), distinct=True))
    return {table: max(made, kept) for table, made, kept in counted}


def rows_of(act_id: UUID, model: type[models.Model]) -> list[JournalRow]:
    """What an act did to the rows of one table, the first change first."""
    return list(JournalRow.objects.filter(act_id=act_id, table=model._meta.db_table).order_by("id"))


def restore(act_id: UUID, model: type[models.Model]) -> int:
    """Bring the rows of one table back to what they were before the act; StillBuiltOn where one has moved on.

    Rows made by the act go first, then changed ones are set back, then deleted ones return.
    """
    merged = _merged(rows_of(act_id, model))
    _require_unmoved(model, merged)
    made = [pk for pk, (before, after) in merged.items() if before is None and after is not None]
    try:
        model.objects.filter(pk__in=made).delete()
    except ProtectedError as error:
        raise StillBuiltOn(model._meta.db_table, len(error.protected_objects)) from error
    by_values: dict[str, list[str]] = defaultdict(list)
    for pk, (before, after) in merged.items():
        if before is not None and after is not None:
            by_values[json.dumps(before, sort_keys=True)].append(pk)
    for values, pks in by_values.items():
        for ids in _chunks(pks):
            model.objects.filter(pk__in=ids).update(**_python(model, json.loads(values)))
    gone = [before for before, after in merged.values() if before is not None and after is None]
    model.objects.bulk_create(model(**_python(model, before)) for before in gone)
    return len(merged)


def _merged(rows: Iterable[JournalRow]) -> dict[str, tuple[dict | None, dict | None]]:
    """By row, what it was at first and what it is at last; a row both made and taken away is left out."""
    found: dict[str, tuple[dict | None, dict | None]] = {}
    for row in rows:
        if row.row_id not in found:
            found[row.row_id] = (row.before, row.after)
            continue
        before, after = found[row.row_id]
        before = before if before is None else {**(row.before or {}), **before}
        found[row.row_id] = (before, None if row.after is None else {**(after or {}), **row.after})
    return {pk: change for pk, change in found.items() if change != (None, None)}


def _require_unmoved(model: type[models.Model], merged: dict[str, tuple[dict | None, dict | None]]) -> None:
    left = {pk: after for pk, (_, after) in merged.items() if after is not None}
    names = sorted({name for after in left.values() for name in after})
    moved = 0
    for ids in _chunks(list(left)):
        rows = model.objects.select_for_update(of=("self",)).filter(pk__in=ids).values_list("pk", *names)
        now = {str(pk): _named(names, kept) for pk, *kept in rows}
        moved += sum(pk not in now or not _agrees(now[pk], left[pk]) for pk in ids)
    gone = [pk for pk, (_, after) in merged.items() if after is None]
    moved += model.objects.filter(pk__in=gone).count()
    if moved:
        raise StillBuiltOn(model._meta.db_table, moved)


def _agrees(now: dict[str, Any], left: dict[str, Any]) -> bool:
    return all(now.get(name) == value for name, value in left.items() if name not in _STAMPS)


def _whole(row: models.Model) -> dict[str, Any]:
    return _plain({field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})


def _named(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return _plain(dict(zip(names, values, strict=True)))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def _python(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items()}


def _chunks(ids: list) -> Iterator[list]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
