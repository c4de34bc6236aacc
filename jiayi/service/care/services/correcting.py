"""Correct or void a record: the former versions stay, the new one counts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook.schema import Form
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care.events import RecordsVoided, VoidedRecord
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import Record
from jiayi.service.care.rules import storing
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.rules.parting import Judged
from jiayi.service.care.selectors.definitions import form_for
from jiayi.service.care.selectors.records import record_for, records_of_visit
from jiayi.service.care.terms import RecordRequest, RecordState

from .judging import judged_parts
from .measuring import evidence_of, still_measured
from .observing import restate_observations
from .saving import describe
from .scheduling import reschedule_residents
from .standing import Version, follow_records, let_stand


@transaction.atomic
def correct_record(
    *,
    by: Viewer,
    record_id: UUID,
    version: int,
    asked: RecordRequest,
    on: dt.date,
    at: dt.datetime,
    confirmed: frozenset[str] = frozenset(),
) -> Record:
    """Add a corrected version to the one that was shown; LawBroken where somebody was quicker, or it is voided."""
    record = _locked(by, record_id)
    form = form_for(by, record.form, to_write=True)
    _correct([record], {record.id: version}, form, _Change(by, asked, on, at, confirmed), unchanged_too=True)
    return record


@transaction.atomic
def correct_visit(
    *,
    by: Viewer,
    visit_id: UUID,
    versions: Mapping[UUID, int],
    asked: RecordRequest,
    on: dt.date,
    at: dt.datetime,
    confirmed: frozenset[str] = frozenset(),
) -> list[Record]:
    """Correct the records of a combined visit together: those that the answers change get a new version.

    `versions`: those that were shown, by record. The records corrected are answered; all or none.
    """
    records = [_locked(by, record.id) for record in records_of_visit(by, visit_id)]
    if not records or {record.id for record in records} != versions.keys():
        raise forbidden("E_RECORD_CHANGED")
    form = form_for(by, records[0].form, also=[record.form for record in records[1:]], to_write=True)
    return _correct(records, versions, form, _Change(by, asked, on, at, confirmed), unchanged_too=False)


@dataclass(frozen=True, slots=True)
class _Change:
    by: Viewer
    asked: RecordRequest
    on: dt.date
    at: dt.datetime
    confirmed: frozenset[str]


def _correct(
    records: list[Record], versions: Mapping[UUID, int], form: Form, change: _Change, *, unchanged_too: bool
) -> list[Record]:
    asked, resident_id = change.asked, records[0].resident_id
    if any(record.version != versions[record.id] for record in records):
        raise forbidden("E_RECORD_CHANGED")
    if not asked.note.strip():
        raise misshapen([Fault("note", "E_CORRECTION_UNEXPLAINED")])
    facts = people.facts_of([resident_id], asked.visit_on)[resident_id]
    schemes = tuple(organization.schemes_for(records[0].region_id, asked.visit_on))
    own = {record.form: record.id for record in records}
    judged = judged_parts(form, asked, facts, schemes, change.on, change.confirmed, except_for=own)
    version = Version(asked, schemes, change.confirmed, change.by, change.at, change.on)
    pairs = [(record, still_measured(record, one, asked)) for record, one in zip(records, judged, strict=True)]
    corrected = [pair for pair in pairs if unchanged_too or _differs(*pair, asked)]
    for record, one in corrected:
        former = set(record.programmes)
        describe(record, one, asked, schemes, facts.groups)
        record.version += 1
        record.save()
        let_stand([(record, one, version)], on=change.on)
        left = [(resident_id, programme, record.visit_on) for programme in former - set(record.programmes)]
        reschedule_residents(visits=left, on=change.on)
        _record(change.by, "care.correct_record", record)
    if corrected:
        restate_observations(corrected[0][0])
    return [record for record, _ in corrected]


def _differs(record: Record, one: Judged, asked: RecordRequest) -> bool:
    kept = record.versions.get(number=record.version).values
    same = (record.visit_on, record.mode, record.evidence) == (asked.visit_on, asked.mode, evidence_of(one, asked))
    return not same or kept != storing.plain(one.values)


@transaction.atomic
def void_record(*, by: Viewer, record_id: UUID, note: str, on: dt.date, at: dt.datetime) -> Record:
    """Take back a record that was entered by mistake; it stays readable, and counts no more."""
    record = _locked(by, record_id)
    if not note.strip():
        raise misshapen([Fault("note", "E_CORRECTION_UNEXPLAINED")])
    last = record.versions.get(number=record.version)
    last.pk, last.number, last.note = None, record.version + 1, note
    last.entered_by, last.entered_by_name, last.entered_at = by.actor_id, by.actor_name[:60], at
    last.save(force_insert=True)
    record.version, record.state = last.number, RecordState.VOIDED
    record.save()
    restate_observations(record)
    follow_records([record], on=on, outcome="voided")
    events.publish(RecordsVoided((VoidedRecord(record_id=record.id, resident_id=record.resident_id, on=on),)))
    _record(by, "care.void_record", record)
    return record


def _locked(by: Viewer, record_id: UUID) -> Record:
    record_for(by, record_id, to_write=True)
    record = Record.objects.select_for_update(of=("self",)).get(pk=record_id)
    if record.state == RecordState.VOIDED:
        raise forbidden("E_RECORD_VOIDED")
    return record


def _record(by: Viewer, act: str, record: Record) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="record",
        subject_ids=[record.id],
        resident_ids=[record.resident_id],
        details={"form": record.form, "version": record.version},
    )
