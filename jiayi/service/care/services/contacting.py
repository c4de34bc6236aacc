"""Try to reach somebody whose visit is due: promised, refused, or not reached so often that they are lost."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.tasks import services as tasks
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import ContactAttempt, Enrolment
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.selectors.enrolments import enrolment_for
from jiayi.service.care.terms import ContactOutcome, EnrolmentState

from .scheduling import SOURCES, reschedule

LOST_AFTER = "lost.after_contacts"


@transaction.atomic
def record_attempt(
    *,
    by: Viewer,
    enrolment_id: UUID,
    mode: str,
    outcome: str,
    attempted_on: dt.date,
    remind_on: dt.date | None,
    note: str,
    on: dt.date,
) -> Enrolment:
    """Note an attempt; the scheme's number of failed ones in a row makes somebody lost to follow-up."""
    enrolment = _locked(by, enrolment_id)
    if attempted_on > on:
        raise misshapen([Fault("attempted_on", "E_CONTACT_AFTER_TODAY")])
    if outcome == ContactOutcome.PROMISED and remind_on is None:
        raise misshapen([Fault("remind_on", "E_ATTEMPT_NEEDS_DAY")])
    if remind_on and remind_on <= attempted_on:
        raise misshapen([Fault("remind_on", "E_REMIND_BEFORE_CONTACT")])
    ContactAttempt.objects.create(
        enrolment=enrolment,
        on=attempted_on,
        mode=mode,
        outcome=outcome,
        remind_on=remind_on,
        note=note,
        by_id=by.actor_id,
        by_name=by.actor_name[:60],
    )
    failed = outcome == ContactOutcome.NOT_REACHED
    enrolment.missed_contacts = enrolment.missed_contacts + 1 if failed else 0
    enrolment.remind_on = remind_on
    if _is_lost(enrolment, on):
        enrolment.state = EnrolmentState.LOST
    enrolment.save()
    tasks.restate_tasks(subject_ids=[enrolment.id], sources=SOURCES, on=on, outcome="lost")
    _record(by, "care.record_attempt", enrolment, outcome)
    return enrolment


@transaction.atomic
def take_back(*, by: Viewer, enrolment_id: UUID, on: dt.date) -> Enrolment:
    """Somebody who was lost is found again: visits are due as before."""
    enrolment = _locked(by, enrolment_id)
    enrolment.state, enrolment.missed_contacts = EnrolmentState.ACTIVE, 0
    enrolment.save()
    reschedule(enrolments=[enrolment], on=on)
    _record(by, "care.take_back", enrolment, "")
    return enrolment


def _locked(by: Viewer, enrolment_id: UUID) -> Enrolment:
    enrolment_for(by, enrolment_id, to_write=True)
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment_id)
    if enrolment.state == EnrolmentState.CLOSED:
        raise forbidden("E_ENROLMENT_CLOSED")
    return enrolment


def _is_lost(enrolment: Enrolment, on: dt.date) -> bool:
    limit = find_value(LOST_AFTER, on, organization.schemes_for(enrolment.region_id, on))
    return limit is not None and enrolment.missed_contacts >= limit.value


def _record(by: Viewer, act: str, enrolment: Enrolment, outcome: str) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="enrolment",
        subject_ids=[enrolment.id],
        resident_ids=[enrolment.resident_id],
        details={"programme": enrolment.programme, "outcome": outcome},
    )
