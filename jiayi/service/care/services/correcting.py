"""Correct or void a record: the former versions stay, the new one counts."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care.events import RecordVoided
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import Record
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.selectors.definitions import form_for
from jiayi.service.care.selectors.records import record_for
from jiayi.service.care.terms import RecordRequest, RecordState

from .saving import describe, judged_values
from .scheduling import reschedule_resident
from .standing import follow_record, let_stand, void_observations


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
    if record.version != version:
        raise forbidden("E_RECORD_CHANGED")
    if not asked.note.strip():
        raise misshapen([Fault("note", "E_CORRECTION_UNEXPLAINED")])
    form = form_for(by, record.form, to_write=True)
    facts = people.facts_of([record.resident_id], asked.visit_on)[record.resident_id]
    schemes = tuple(organization.schemes_for(record.region_id, asked.visit_on))
    values, found = judged_values(form, asked, facts, schemes, on, confirmed, except_for=record.id)
    former = set(record.programmes)
    describe(record, form, asked, values, found, schemes, facts.groups)
    record.version += 1
    record.save()
    void_observations(record)
    let_stand(record, form, values, found, asked=asked, schemes=schemes, confirmed=confirmed, by=by, at=at, on=on)
    for programme in former - set(record.programmes):
        reschedule_resident(resident_id=record.resident_id, programme=programme, visit_on=record.visit_on, on=on)
    _record(by, "care.correct_record", record)
    return record


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
    void_observations(record)
    follow_record(record, on=on, outcome="voided")
    events.publish(RecordVoided(record_id=record.id, resident_id=record.resident_id, on=on))
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
