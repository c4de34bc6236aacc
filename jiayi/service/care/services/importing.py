"""Take in historic records from a workbook of one form: every row judged as on the page, refused ones told why."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core import national_id
from jiayi.foundation.core.names import comparable_name
from jiayi.foundation.intake.services import Table, Texts, open_table, reason_text, reasons_of
from jiayi.foundation.rulebook.schema import Form
from jiayi.registry.people import selectors as people
from jiayi.service.care.faults import forbidden
from jiayi.service.care.models import RecordBatch, RecordVersion
from jiayi.service.care.rules import storing
from jiayi.service.care.selectors.definitions import form_for
from jiayi.service.care.terms import RecordState, RowVerdict

from .correcting import void_record
from .saving import save_visit
from .sheets import REQUIRED, YES, aliases_of, read_row, sent_of

CHUNK = 500
TAKEN_BACK = "撤销导入"  # data, not for translation
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('care.import_records'))"


# Reads what was sent as the page's form does: from the definition, the day of entry and the answers.
Reader = Callable[[Form, dt.date, Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Outcome:
    """What became of a row; a rejected one with the reasons."""

    verdict: str
    codes: tuple[str, ...] = ()
    texts: Texts = ()
    record_id: UUID | None = None


Row = tuple[int, list[str], Outcome]


@dataclass
class RecordImport:
    """What became of every row; no batch where nothing was added."""

    table: Table
    batch_id: UUID | None = None
    rows: list[Row] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """Rows in all and by verdict."""
        found = Counter(str(outcome.verdict) for _, _, outcome in self.rows)
        return {"rows": len(self.rows), **{str(verdict): found[str(verdict)] for verdict in RowVerdict}}


def import_records(
    *,
    by: Viewer,
    form: str,
    path: Path,
    reader: Reader,
    on: dt.date,
    at: dt.datetime,
    file_name: str = "",
    dry_run: bool = False,
    say: Callable[[int], object] = lambda done: None,
) -> RecordImport:
    """Judge and save every row; a dry run leaves nothing, a second time the rows that stand already are `unchanged`.

    FileRefused for what is no workbook of the form, NotVisible for a form out of reach. Imports wait for each other.
    """
    definition = form_for(by, form, to_write=True)
    name = file_name or path.name
    done = RecordImport(open_table(path, aliases=aliases_of(definition), required=REQUIRED, file_name=name))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        batch = RecordBatch.objects.create(form=form, file_name=name[-200:], entered_on=on, started_by=by.actor_id)
        rows = done.table.rows()
        while chunk := list(islice(rows, CHUNK)):
            for row in _Chunk(by, definition, batch, done.table.columns, reader, on, at).acted(chunk):
                done.rows.append(row)
                say(len(done.rows))
        _close(by, batch, done)
        if dry_run:
            transaction.set_rollback(True)
            done.batch_id = None
    return done


def _close(by: Viewer, batch: RecordBatch, done: RecordImport) -> None:
    batch.counts, done.batch_id = done.counts(), batch.id
    if not batch.counts[RowVerdict.ADDED]:
        batch.delete()
        done.batch_id = None
        return
    batch.save()
    details = {"form": batch.form, "counts": batch.counts}
    audit.record(by=by, act="care.import_records", subject_kind="record_batch", subject_ids=[batch.id], details=details)


@transaction.atomic
def undo_import(*, by: Viewer, batch_id: UUID, on: dt.date, at: dt.datetime) -> int:
    """Void what a workbook brought and still stands; how many. LawBroken where that was done already."""
    batch = RecordBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NotVisible
    form_for(by, batch.form, to_write=True)
    if batch.undone_at:
        raise forbidden("E_IMPORT_UNDONE")
    standing = list(batch.records.filter(state=RecordState.CURRENT).order_by("id").values_list("id", flat=True))
    for record_id in standing:
        void_record(by=by, record_id=record_id, note=TAKEN_BACK, on=on, at=at)
    batch.undone_at = at
    batch.save(update_fields=["undone_at", "updated_at"])
    audit.record(by=by, act="care.undo_import", subject_kind="record_batch", subject_ids=[batch.id])
    return len(standing)


class _Chunk:
    """Some rows together: their residents and what these have already are found at once."""

    def __init__(
        self,
        by: Viewer,
        form: Form,
        batch: RecordBatch,
        columns: Mapping[str, int],
        reader: Reader,
        on: dt.date,
        at: dt.datetime,
    ) -> None:
        self.by, self.form, self.batch, self.columns = by, form, batch, columns
        self.reader, self.on, self.at = reader, on, at

    def acted(self, chunk: Sequence[tuple[int, list[str]]]) -> Iterator[Row]:
        read = [(number, cells, read_row(self.form, cells, self.columns)) for number, cells in chunk]
        numbers = [national_id.parse(texts.get("national_id", ""), self.on) for _, _, texts in read]
        residents = people.residents_with_numbers(self.by, [one.number for one in numbers if one.valid and one.number])
        self.standing = self._standing([one.id for one in residents.values()])
        for (number, cells, texts), parsed in zip(read, numbers, strict=True):
            resident = residents.get(parsed.number) if parsed.valid else None
            yield number, cells, self._act(texts, parsed, resident)

    def _standing(self, resident_ids: Sequence[UUID]) -> dict[tuple[UUID, dt.date], Mapping[str, Any]]:
        versions = RecordVersion.objects.filter(
            record__resident_id__in=resident_ids,
            record__form=self.form.form,
            record__state=RecordState.CURRENT,
            number=F("record__version"),
        ).select_related("record")
        return {(one.record.resident_id, one.record.visit_on): one.values for one in versions.defer("outcomes")}

    def _act(self, texts: Mapping[str, str], parsed: Any, resident: Any) -> Outcome:
        if not parsed.valid or not parsed.number:
            return _rejected(next((code for code in parsed.codes if code.startswith("E_")), "E_ID_LENGTH"))
        if resident is None:
            return _rejected("E_ROW_RESIDENT_UNKNOWN")
        if resident.name_key != comparable_name(texts.get("name", "")):
            return _rejected("E_ROW_NAME_DIFFERS")
        filled = self.reader(self.form, self.on, sent_of(self.form, texts) | {"submission_id": str(uuid4())})
        if not filled.is_valid():
            return self._unreadable(filled)
        try:
            with transaction.atomic():
                return self._save(filled, texts, resident)
        except NotVisible:
            return _rejected("E_ROW_NOT_VISIBLE")
        except (LawBroken, BadShape) as refusal:
            return Outcome(RowVerdict.REJECTED, *self._named(refusal))

    def _save(self, filled: Any, texts: Mapping[str, str], resident: Any) -> Outcome:
        checked = texts.get("checked", "").lower() in YES
        asked = filled.request(resident.id, note=texts.get("served_by", "")[:200], batch_id=self.batch.id)
        key = (resident.id, asked.visit_on)
        if key in self.standing:
            given = storing.plain({code: value for code, value in asked.values.items() if value not in (None, "", [])})
            same = all(self.standing[key].get(code) == value for code, value in given.items())
            return Outcome(RowVerdict.UNCHANGED) if same else _rejected("E_ROW_RECORD_DIFFERS")
        confirmed = frozenset(self.form.fields) if checked else frozenset()
        records = save_visit(
            by=self.by, asked=asked, on=self.on, at=self.at, confirmed=confirmed, acts_on_urgent=checked
        )
        for record in records:
            self.standing[key] = record.versions.get().values
        return Outcome(RowVerdict.ADDED, record_id=records[0].id)

    def _unreadable(self, filled: Any) -> Outcome:
        found = [(name, str(message)) for name, messages in filled.errors.items() for message in messages]
        texts = tuple(dict.fromkeys(("zh", "en"), f"{filled.fields[name].label}：{text}") for name, text in found)
        return Outcome(RowVerdict.REJECTED, ("E_FIELD_WRONG",) * len(found), texts)

    def _named(self, refusal: BadShape | LawBroken) -> tuple[tuple[str, ...], Texts]:
        """The reasons, each with the label of the field that it is about."""
        codes, texts = reasons_of(refusal)
        names = [self.form.fields.get(one.get("field", "")) for one in refusal.breaches] or [None] * len(codes)
        told = [
            {"zh": f"{one.zh}：{text['zh']}", "en": f"{one.en}: {text['en']}"} if one else text
            for one, text in zip(names, texts, strict=True)
        ]
        return codes, tuple(told)


def _rejected(code: str) -> Outcome:
    return Outcome(RowVerdict.REJECTED, (code,), (reason_text(code),))
