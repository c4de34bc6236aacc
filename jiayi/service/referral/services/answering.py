"""The receiving side: accept, refuse, redirect, arrange a day, enter who came and who did not."""

import datetime as dt
from typing import Any
from uuid import UUID

from jiayi.foundation.base import events
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import broken, misshapen, refused_by
from jiayi.registry.people import services as people
from jiayi.registry.people.terms import PlaceKind, Purpose
from jiayi.service.referral.events import PatientAdmitted
from jiayi.service.referral.models import Referral
from jiayi.service.referral.selectors.judging import clocks_for, judge_path
from jiayi.service.referral.terms import (
    REASONS_TO_REDIRECT,
    REASONS_TO_REJECT,
    Act,
    Appointment,
    Destination,
    Direction,
    Party,
    State,
    Urgency,
    VisitKind,
)
from jiayi.service.scheduling.selectors import slot_of_subject

from .drafting import destination_columns
from .handing import hand_home
from .sending import sent
from .stepping import locked_referral, refuse_act, require_reason, step


@retrying_atomic
def accept(
    *,
    by: Viewer,
    referral_id: UUID,
    on: dt.date,
    at: dt.datetime,
    appointment: Appointment | None = None,
    note: str = "",
) -> Referral:
    """Accept a referral: the receiving institution may see the resident's record from now on, for a time."""
    referral = locked_referral(by, referral_id, Party.RECEIVER)
    clocks = clocks_for(referral.region_id, referral.urgency, on=on)
    arrive_by = on + dt.timedelta(days=clocks["arrival_days"])
    awaited = {
        "accepted_on": on,
        "arrive_by": arrive_by,
        "expires_on": arrive_by + dt.timedelta(days=clocks["absent_expires_days"]),
    }
    step(referral, Act.ACCEPT, State.ACCEPTED, by=by, on=on, at=at, words=note, **awaited)
    _open_access(referral, by, on, clocks)
    appointment = appointment or _booked(referral, on)
    if appointment is not None:
        schedule(by=by, referral_id=referral.id, appointment=appointment, on=on, at=at)
        referral.refresh_from_db()
    return referral


@retrying_atomic
def reject(*, by: Viewer, referral_id: UUID, reason: str, on: dt.date, at: dt.datetime, note: str = "") -> Referral:
    """Do not accept, and say why. An emergency is never turned away: it can only be redirected."""
    referral = locked_referral(by, referral_id, Party.RECEIVER)
    if referral.urgency == Urgency.EMERGENCY:
        raise broken("B_EMERGENCY_NOT_REJECTED")
    words = require_reason(reason, note, REASONS_TO_REJECT)
    ended = {"reason": reason, "note": note.strip()[:200], "expires_on": None, "closed_on": on}
    return step(referral, Act.REJECT, State.REJECTED, by=by, on=on, at=at, words=words, **ended)


@retrying_atomic
def redirect(
    *,
    by: Viewer,
    referral_id: UUID,
    destination: Destination,
    reason: str,
    on: dt.date,
    at: dt.datetime,
    note: str = "",
) -> Referral:
    """Pass it on to another institution, whose clock begins now; judged anew by referral.path."""
    referral = locked_referral(by, referral_id, Party.RECEIVER)
    words = require_reason(reason, note, REASONS_TO_REDIRECT)
    columns = destination_columns(by, destination, but=referral.from_institution_id)
    if columns["to_institution_id"] == referral.to_institution_id and columns["to_name"] == referral.to_name:
        raise misshapen("E_REFERRAL_DESTINATION", "to_institution")
    former = referral.to_name
    for name, value in columns.items():
        setattr(referral, name, value)
    outcome = judge_path(referral, on=on)
    if not outcome["allowed"]:
        raise refused_by(outcome)
    words = f"{former} → {referral.to_name}；{words}"
    told = {"reason": reason, "note": note.strip()[:200]}
    again = columns | sent(referral, on, at) | told
    return step(referral, Act.REDIRECT, State.SUBMITTED, by=by, on=on, at=at, words=words, **again)


@retrying_atomic
def schedule(
    *, by: Viewer, referral_id: UUID, appointment: Appointment, on: dt.date, at: dt.datetime, note: str = ""
) -> Referral:
    """Say when and where the patient is expected; also again, for another day."""
    referral = locked_referral(by, referral_id, Party.RECEIVER)
    if appointment.on < on:
        raise misshapen("E_APPOINTMENT_PAST", "appointment_on")
    clocks = clocks_for(referral.region_id, referral.urgency, on=on)
    columns: dict[str, Any] = {
        "appointment_on": appointment.on,
        "appointment_time": appointment.time.strip()[:30],
        "appointment_department": appointment.department.strip()[:60],
        "appointment_contact": appointment.contact.strip()[:60],
        "arrive_by": appointment.on,
        "expires_on": appointment.on + dt.timedelta(days=clocks["absent_expires_days"]),
    }
    words = " ".join(part for part in (appointment.on.isoformat(), appointment.time, appointment.department) if part)
    note = "；".join(part for part in (words, note.strip()) if part)
    return step(referral, Act.SCHEDULE, State.SCHEDULED, by=by, on=on, at=at, words=note, **columns)


@retrying_atomic
def arrive(*, by: Viewer, referral_id: UUID, on: dt.date, at: dt.datetime, note: str = "") -> Referral:
    """The patient is there. An emergency needs no acceptance before: being received is one."""
    referral = locked_referral(by, referral_id, Party.RECEIVER)
    if referral.state == State.ARRIVED:
        return referral
    if referral.state == State.SUBMITTED and referral.urgency != Urgency.EMERGENCY:
        refuse_act(referral, Act.ARRIVE)
    clocks = clocks_for(referral.region_id, referral.urgency, on=on)
    columns = {"arrived_on": on, "accepted_on": referral.accepted_on or on, "expires_on": None}
    step(referral, Act.ARRIVE, State.ARRIVED, by=by, on=on, at=at, words=note, **columns)
    _open_access(referral, by, on, clocks)
    if referral.visit == VisitKind.INPATIENT:
        events.publish(PatientAdmitted(referral.id, referral.resident_id, on))
    if referral.direction == Direction.DOWN:
        hand_home(referral, on=on, until=on + dt.timedelta(days=clocks["home_follow_up_days"]))
    return referral


@retrying_atomic
def miss(*, by: Viewer, referral_id: UUID, on: dt.date, at: dt.datetime, note: str = "") -> Referral:
    """The patient did not come; home asks why, and a new day may be arranged."""
    referral = locked_referral(by, referral_id, Party.RECEIVER)
    if referral.state == State.NO_SHOW:
        return referral
    if referral.appointment_on and on < referral.appointment_on:
        raise misshapen("E_MISSED_EARLY", appointment_on=referral.appointment_on)
    return step(referral, Act.MISS, State.NO_SHOW, by=by, on=on, at=at, words=note)


@retrying_atomic
def treat(*, by: Viewer, referral_id: UUID, on: dt.date, at: dt.datetime, note: str = "") -> Referral:
    """Treatment has begun. Twice is once."""
    referral = locked_referral(by, referral_id, Party.RECEIVER)
    if referral.state == State.IN_TREATMENT:
        return referral
    return step(referral, Act.TREAT, State.IN_TREATMENT, by=by, on=on, at=at, words=note)


def _booked(referral: Referral, on: dt.date) -> Appointment | None:
    """The place that was booked when it was sent: accepting it is arranging it."""
    if referral.appointment_on is None or referral.appointment_on < on or slot_of_subject(referral.id) is None:
        return None
    return Appointment(
        referral.appointment_on,
        referral.appointment_time,
        referral.appointment_department,
        referral.appointment_contact,
    )


def _open_access(referral: Referral, by: Viewer, on: dt.date, clocks: dict[str, Any]) -> None:
    """Acceptance gives access, and arrival gives it a new term; nobody looks from outside of the platform."""
    if referral.to_institution_id is None:
        return
    people.revoke_relations_of(by=by, subject_id=referral.id, on=on)
    people.open_relation(
        by=by,
        resident_id=referral.resident_id,
        place_kind=PlaceKind.INSTITUTION,
        place_id=referral.to_institution_id,
        purpose=Purpose.REFERRAL,
        since=on,
        until=on + dt.timedelta(days=clocks["access_days"]),
        subject_id=referral.id,
    )
