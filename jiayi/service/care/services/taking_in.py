"""Rows of a workbook together: their residents and what is known of them are found at once, and saved at once."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core import national_id
from jiayi.foundation.core.names import comparable_name
from jiayi.foundation.intake.services import Texts, reason_text, reasons_of
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentFacts
from jiayi.service.care.models import Record, RecordVersion
from jiayi.service.care.rules import filling, parting, storing
from jiayi.service.care.selectors.definitions import import_permissions
from jiayi.service.care.selectors.history import Outcomes
from jiayi.service.care.terms import RecordRequest, RecordState, RowVerdict

from .observing import keep_observations
from .saving import entered_records, judged_visit
from .sheets import YES, read_row, sent_of
from .standing import Entered, Version, let_stand

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


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook on its way in: its form and columns, who takes it in, and when."""

    by: Viewer
    form: Form
    batch_id: UUID
    columns: Mapping[str, int]
    reader: Reader
    on: dt.date
    at: dt.datetime


@dataclass(slots=True)
class _Given:
    """A row as it was read: its resident, and the request that it makes."""

    number: int
    cells: list[str]
    texts: Mapping[str, str]
    resident: Any = None
    asked: RecordRequest | None = None
    outcome: Outcome | None = None


def take_in(sheet: Sheet, chunk: Sequence[tuple[int, list[str]]]) -> list[Row]:
    """Judge these rows in their order, and save what stands of them together."""
    rows = [_Given(number, cells, read_row(sheet.form, cells, sheet.columns)) for number, cells in chunk]
    _find_residents(sheet, rows)
    for row in rows:
        if row.outcome is None:
            _read(sheet, row)
    _Judge(sheet, [row for row in rows if row.outcome is None]).judge_all()
    return [(row.number, row.cells, row.outcome or rejected("E_FIELD_WRONG")) for row in rows]


def _find_residents(sheet: Sheet, rows: Sequence[_Given]) -> None:
    parsed = [national_id.parse(row.texts.get("national_id", ""), sheet.on) for row in rows]
    numbers = [one.number for one in parsed if one.valid and one.number]
    known = people.residents_with_numbers(sheet.by, numbers, permissions=import_permissions(sheet.form))
    for row, one in zip(rows, parsed, strict=True):
        row.resident = known.get(one.number) if one.valid else None
        if not one.valid or not one.number:
            row.outcome = rejected(next((code for code in one.codes if code.startswith("E_")), "E_ID_LENGTH"))
        elif row.resident is None:
            row.outcome = rejected("E_ROW_RESIDENT_UNKNOWN")
        elif row.resident.name_key != comparable_name(row.texts.get("name", "")):
            row.outcome = rejected("E_ROW_NAME_DIFFERS")


def _read(sheet: Sheet, row: _Given) -> None:
    filled = sheet.reader(sheet.form, sheet.on, sent_of(sheet.form, row.texts) | {"submission_id": str(uuid4())})
    if filled.is_valid():
        note = row.texts.get("served_by", "")[:200]
        row.asked = filled.request(row.resident.id, note=note, batch_id=sheet.batch_id)
        return
    found = [(name, str(message)) for name, messages in filled.errors.items() for message in messages]
    texts = tuple(dict.fromkeys(("zh", "en"), f"{filled.fields[name].label}：{text}") for name, text in found)
    row.outcome = Outcome(RowVerdict.REJECTED, ("E_FIELD_WRONG",) * len(found), texts)


class _Judge:
    """What the rows' residents have already, and what is going to be theirs by the rows before."""

    def __init__(self, sheet: Sheet, rows: Sequence[_Given]) -> None:
        self.sheet, self.rows = sheet, rows
        ids = {row.resident.id for row in rows}
        regions = {row.resident.region_id for row in rows}
        self.standing = _standing(sheet.form, ids)
        parts = parting.every_part(sheet.form, rulebook().forms)
        self.held = {name for part in parts for name in part.names.values()}  # fields that some record keeps
        self.history = Outcomes(ids, _rules_asking_back(sheet.form))
        self.teams = organization.teams_of_regions(regions, sheet.on)
        self.facts: dict[tuple[UUID, dt.date], ResidentFacts] = {}
        self.entered: list[Entered] = []
        self._know_days()

    def _know_days(self) -> None:
        """The facts of everybody on the days on which they were served: a few queries a day, however many people."""
        by_day: dict[dt.date, set[UUID]] = {}
        for row in self.rows:
            if row.asked:
                by_day.setdefault(row.asked.visit_on, set()).add(row.resident.id)
        for day, ids in by_day.items():
            found = people.facts_of(ids, day)
            self.facts |= {(one, day): facts for one, facts in found.items()}

    def judge_all(self) -> None:
        for row in self.rows:
            if row.asked is not None:
                row.outcome = self._judged(row, row.asked)
        if self.entered:
            _save(self.sheet, self.entered)

    def _judged(self, row: _Given, asked: RecordRequest) -> Outcome:
        key = (asked.resident_id, asked.visit_on)
        if key in self.standing:
            given = {
                code: value for code, value in asked.values.items() if code in self.held and filling.is_filled(value)
            }
            same = all(self.standing[key].get(code) == value for code, value in storing.plain(given).items())
            return Outcome(RowVerdict.UNCHANGED) if same else rejected("E_ROW_RECORD_DIFFERS")
        try:
            return self._enter(row, asked)
        except (LawBroken, BadShape) as refusal:
            return Outcome(RowVerdict.REJECTED, *_named(self.sheet.form, refusal))

    def _enter(self, row: _Given, asked: RecordRequest) -> Outcome:
        sheet, facts = self.sheet, self.facts[asked.resident_id, asked.visit_on]
        schemes = facts.schemes
        checked = row.texts.get("checked", "").lower() in YES
        confirmed = frozenset(sheet.form.fields) if checked else frozenset()
        judged = judged_visit(
            sheet.form, asked, facts, schemes, sheet.on, confirmed, acts_on_urgent=checked, last=self.history.last
        )
        version = Version(asked, schemes, confirmed, sheet.by, sheet.at, sheet.on)
        entered = entered_records(judged, facts, self.teams.get(facts.region_code), version)
        said = self.standing[asked.resident_id, asked.visit_on] = {}
        for record, one, _version in entered:
            self.history.add(record, one.found.outcomes)
            said |= one.part.given(storing.plain(one.values))
        self.entered += entered
        return Outcome(RowVerdict.ADDED, record_id=entered[0][0].id)


def _save(sheet: Sheet, entered: Sequence[Entered]) -> None:
    records = [record for record, _, _ in entered]
    Record.objects.bulk_create(records)
    let_stand(entered, on=sheet.on)
    keep_observations(entered)
    audit.record(
        by=sheet.by,
        act="care.save_record",
        subject_kind="record",
        subject_ids=[record.id for record in records],
        resident_ids=sorted({record.resident_id for record in records}),
        details={"form": sheet.form.form, "batch": str(sheet.batch_id), "count": len(records)},
    )


def _standing(form: Form, resident_ids: set[UUID]) -> dict[tuple[UUID, dt.date], dict[str, Any]]:
    """What these residents' records of the form (of its parts) say by the fields asked, by resident and day."""
    parts = {part.form.form: part for part in parting.every_part(form, rulebook().forms)}
    versions = RecordVersion.objects.filter(
        record__resident_id__in=resident_ids,
        record__form__in=parts,
        record__state=RecordState.CURRENT,
        number=F("record__version"),
    ).select_related("record")
    found: dict[tuple[UUID, dt.date], dict[str, Any]] = {}
    for one in versions.defer("outcomes"):
        said = found.setdefault((one.record.resident_id, one.record.visit_on), {})
        said |= parts[one.record.form].given(one.values)
    return found


def _rules_asking_back(form: Form) -> set[str]:
    """The decisions of the form that ask what they came to last time."""
    parts = parting.every_part(form, rulebook().forms)
    return {one.rule for part in parts for one in part.form.decisions if one.previous}


def _named(form: Form, refusal: BadShape | LawBroken) -> tuple[tuple[str, ...], Texts]:
    """The reasons, each with the label of the field that it is about."""
    codes, texts = reasons_of(refusal)
    names = [form.fields.get(one.get("field", "")) for one in refusal.breaches] or [None] * len(codes)
    told = [
        {"zh": f"{one.zh}：{text['zh']}", "en": f"{one.en}: {text['en']}"} if one else text
        for one, text in zip(names, texts, strict=True)
    ]
    return codes, tuple(told)


def rejected(code: str) -> Outcome:
    return Outcome(RowVerdict.REJECTED, (code,), (reason_text(code),))
