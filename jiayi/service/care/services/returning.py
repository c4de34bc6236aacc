"""See what came of a referral, within the days that the norms give."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import Record
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.selectors.records import record_for

from .standing import follow_records


@transaction.atomic
def note_return(*, by: Viewer, record_id: UUID, returned_on: dt.date, note: str, on: dt.date) -> Record:
    """Note what came of the referral that a record asked for; its task closes."""
    record_for(by, record_id, to_write=True)
    record = Record.objects.select_for_update(of=("self",)).get(pk=record_id)
    if record.return_due_on is None:
        raise forbidden("E_RETURN_NOT_ASKED")
    if not record.visit_on <= returned_on <= on:
        raise misshapen([Fault("returned_on", "E_RETURN_BEFORE_VISIT")])
    record.returned_on, record.return_note = returned_on, note
    record.save(update_fields=["returned_on", "return_note", "updated_at"])
    follow_records([record], on=on, outcome="returned")
    audit.record(
        by=by,
        act="care.note_return",
        subject_kind="record",
        subject_ids=[record.id],
        resident_ids=[record.resident_id],
    )
    return record
