"""What a version of a record brings about: values over time, the next visit, tasks, word to the rooms above."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jiayi.foundation.base import clock, events
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.registry.tasks import services as tasks
from jiayi.service.care import due_tasks
from jiayi.service.care.events import RecordSaved
from jiayi.service.care.models import Observation, Record, RecordVersion
from jiayi.service.care.rules import judging, storing
from jiayi.service.care.terms import Judgement, RecordRequest, Source

from .scheduling import reschedule_resident

NOON = dt.time(12)


def let_stand(
    record: Record,
    form: Form,
    values: Mapping[str, Any],
    found: Judgement,
    *,
    asked: RecordRequest,
    schemes: tuple[str, ...],
    confirmed: frozenset[str],
    by: Viewer,
    at: dt.datetime,
    on: dt.date,
) -> None:
    """Add the version that counts from now on, with everything that follows from it."""
    kept = storing.plain(values)
    RecordVersion.objects.create(
        record=record,
        number=record.version,
        values=kept,
        outcomes=storing.plain_deep(judging.concluded(form, found.outcomes, values)),
        copied=[code for code in asked.copied if code in kept],
        confirmed=sorted(confirmed & kept.keys()),
        schemes=list(schemes),
        rulebook_version=rulebook().version,
        note=asked.note,
        entered_by=by.actor_id,
        entered_by_name=by.actor_name[:60],
        entered_at=at,
    )
    _keep_observations(record, form, kept)
    follow_record(record, on=on, outcome="recorded")
    events.publish(
        RecordSaved(
            record_id=record.id,
            version=record.version,
            resident_id=record.resident_id,
            form=record.form,
            on=record.visit_on,
            mode=record.mode,
            evidence=record.evidence,
            fields=frozenset(kept),
            team_id=record.team_id,
        )
    )


def follow_record(record: Record, *, on: dt.date, outcome: str) -> None:
    """Schedule the next visit of its programmes, and state what is due about the record."""
    for programme in record.programmes:
        reschedule_resident(resident_id=record.resident_id, programme=programme, visit_on=record.visit_on, on=on)
    tasks.restate_tasks(subject_ids=[record.id], sources=[due_tasks.referral_returns], on=on, outcome=outcome)


def void_observations(record: Record) -> None:
    """The values of a corrected or voided record count no more."""
    record.observations.filter(is_voided=False).update(is_voided=True)


def _keep_observations(record: Record, form: Form, kept: Mapping[str, Any]) -> None:
    at = dt.datetime.combine(record.visit_on, NOON, clock.SHANGHAI)
    Observation.objects.bulk_create(
        _observation(record, form, code, value, at) for code, value in kept.items() if form.fields[code].observation
    )


def _observation(record: Record, form: Form, code: str, value: Any, at: dt.datetime) -> Observation:
    one = form.fields[code]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Observation(
        resident_id=record.resident_id,
        code=one.observation,
        number=Decimal(str(value)) if is_number else None,
        text="" if is_number else str(value)[:40],
        unit=one.unit or "",
        at=at,
        source=Source.RECORD,
        record=record,
    )
