"""The one way from one state to the next: under the row's lock, once a version, with history and tasks."""

import datetime as dt
from typing import Any
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import services as people
from jiayi.registry.tasks import services as tasks
from jiayi.service.care import due_tasks
from jiayi.service.care.faults import forbidden
from jiayi.service.care.models import Consultation, ConsultationStep
from jiayi.service.care.selectors.consultations import consultation_for, is_party
from jiayi.service.care.terms import CONSULTATION_STEPS, ConsultationAct, ConsultationState

HOURS, ACCESS = "consultation.answer_within_hours", "consultation.access_days"


def held(by: Viewer, consultation_id: UUID, act: ConsultationAct) -> Consultation:
    """The consultation, locked, for an act of the viewer's side that may be done now. NotVisible for the other side."""
    found = consultation_for(by, consultation_id)
    if not is_party(by, found, act):
        raise NotVisible
    row = Consultation.objects.select_for_update().get(pk=found.pk)
    states, _ = CONSULTATION_STEPS[act]
    if row.state not in states:
        state = ConsultationState(row.state)
        words = {"state": state.label_zh, "state_en": state.label_en, "act": act.label_zh, "act_en": act.label_en}
        raise forbidden("E_CONSULTATION_STATE", **words)
    return row


def step(row: Consultation, act: ConsultationAct, text: str, *, by: Viewer, at: dt.datetime, **columns: Any) -> None:
    """Bring it to the act's state; the row is held by its lock."""
    row.state, row.version = CONSULTATION_STEPS[act][1], row.version + 1
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    note(row, act, text, by=by, at=at)


def note(row: Consultation, act: ConsultationAct, text: str, *, by: Viewer, at: dt.datetime) -> None:
    """The row of the step, what is due now, the history."""
    ConsultationStep.objects.create(
        consultation=row,
        number=row.version,
        act=act,
        to_state=row.state,
        text=text.strip(),
        at=at,
        by_id=by.actor_id,
        by_name=by.actor_name[:60],
    )
    restate([row.id], on=day_of(at), outcome=act)
    audit.record(
        by=by,
        act=f"care.consultation_{act}",
        subject_kind="consultation",
        subject_ids=[row.id],
        resident_ids=[row.resident_id],
        details={"number": row.number, "to": row.state},
    )


def restate(ids: list[UUID], *, on: dt.date, outcome: str) -> None:
    """State anew what these consultations make due."""
    tasks.restate_tasks(subject_ids=ids, sources=[due_tasks.consultations], on=on, outcome=outcome)


def due_at(row: Consultation, at: dt.datetime) -> dt.datetime | None:
    """By when it is to be answered; None where nothing is set."""
    found = find_value(HOURS, day_of(at), organization.schemes_for(row.region_id, day_of(at)))
    hours = found.value.get(row.urgency) if found else None
    return at + dt.timedelta(hours=hours) if hours is not None else None


def day_of(at: dt.datetime) -> dt.date:
    """The day of an instant in Shanghai."""
    return at.astimezone(clock.SHANGHAI).date()


def end_access(row: Consultation, *, by: Viewer, on: dt.date) -> None:
    """The asked institution sees the record no more."""
    people.revoke_relations_of(by=by, subject_id=row.id, on=on)
