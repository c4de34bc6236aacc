"""Send a referral, take it back, complete an emergency's papers afterwards."""

import datetime as dt
from typing import Any
from uuid import UUID

from jiayi.foundation.base import clock
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.refusals import broken, misshapen, refused_by
from jiayi.service.referral.models import Referral
from jiayi.service.referral.selectors.judging import clocks_for, judge_path, schemes_of
from jiayi.service.referral.selectors.referrals import reply_of
from jiayi.service.referral.terms import (
    OPEN,
    REASONS_TO_CANCEL,
    Act,
    Direction,
    Party,
    ReferralRequest,
    State,
    Urgency,
)

from .booking import book_slot
from .drafting import draft_referral
from .stepping import locked_referral, note_step, require_reason, step

INSURER, UNAPPROVED = "insurer", "B_INSURER_APPROVAL_MISSING"


@retrying_atomic
def submit(*, by: Viewer, referral_id: UUID, on: dt.date, at: dt.datetime) -> Referral:
    """Send a draft: to the insurer first where the scheme asks it. LawBroken by referral.path. Sent twice is once."""
    referral = locked_referral(by, referral_id, Party.SENDER)
    if referral.state in (State.SUBMITTED, State.APPROVAL):
        return referral
    outcome = judge_path(referral, on=on)
    awaits_insurer = outcome["breaches"] == [UNAPPROVED]
    if not outcome["allowed"] and not awaits_insurer:
        raise refused_by(outcome)
    if referral.direction == Direction.DOWN and reply_of(referral) is None:
        raise misshapen("E_PACKAGE_MISSING")
    judged = _judged(referral, outcome, on)
    if awaits_insurer:
        clocks = clocks_for(referral.region_id, referral.urgency, on=on)
        last = on + dt.timedelta(days=clocks["unanswered_expires_days"])
        return step(referral, Act.SUBMIT, State.APPROVAL, by=by, on=on, at=at, expires_on=last, **judged)
    return step(referral, Act.SUBMIT, State.SUBMITTED, by=by, on=on, at=at, **judged, **sent(referral, on, at))


@retrying_atomic
def send_referral(*, by: Viewer, asked: ReferralRequest, on: dt.date, at: dt.datetime) -> Referral:
    """Fill in, send and book its place in one act: what is refused leaves nothing behind."""
    made = draft_referral(by=by, asked=asked, on=on, at=at)
    sent_one = submit(by=by, referral_id=made.id, on=on, at=at)
    return book_slot(by=by, referral_id=made.id, slot_id=asked.slot_id, on=on, at=at) if asked.slot_id else sent_one


@retrying_atomic
def cancel(*, by: Viewer, referral_id: UUID, reason: str, on: dt.date, at: dt.datetime, note: str = "") -> Referral:
    """Take a referral back before the patient has arrived. Twice is once."""
    referral = locked_referral(by, referral_id, Party.SENDER)
    if referral.state == State.CANCELLED:
        return referral
    words = require_reason(reason, note, REASONS_TO_CANCEL)
    ended = {"reason": reason, "note": note.strip()[:200], "expires_on": None, "closed_on": on}
    return step(referral, Act.CANCEL, State.CANCELLED, by=by, on=on, at=at, words=words, **ended)


@retrying_atomic
def complete(*, by: Viewer, referral_id: UUID, consent_by: str, illness: str, on: dt.date, at: dt.datetime) -> Referral:
    """Complete the papers of an emergency: consent and course. The insurer's approval may come later still."""
    referral = locked_referral(by, referral_id, Party.SENDER)
    if referral.complete_by is None or referral.state not in OPEN:
        raise misshapen("E_NOTHING_TO_COMPLETE")
    if referral.completed_on:
        return referral
    referral.consent, referral.consent_by, referral.completed_on = True, consent_by, on
    referral.illness = illness.strip() or referral.illness
    referral.voucher_valid = bool(judge_path(referral, on=on)["voucher_valid"])
    former, version = referral.state, referral.version
    columns = {
        name: getattr(referral, name) for name in ("consent", "consent_by", "completed_on", "illness", "voucher_valid")
    }
    if not Referral.objects.filter(id=referral.id, version=version).update(version=version + 1, **columns):
        raise broken("E_REFERRAL_CHANGED")
    referral.version += 1
    note_step(referral, Act.COMPLETE, former, by=by, on=on, at=at)
    return referral


def sent(referral: Referral, on: dt.date, at: dt.datetime) -> dict[str, Any]:
    """The clocks that begin when the receiver gets it."""
    clocks = clocks_for(referral.region_id, referral.urgency, on=on)
    is_emergency = referral.urgency == Urgency.EMERGENCY
    complete_at = (at + dt.timedelta(hours=clocks["completion_hours"])).astimezone(clock.SHANGHAI)
    columns: dict[str, Any] = {
        "submitted_at": at,
        "answer_due_at": at + dt.timedelta(hours=clocks["answer_within_hours"]),
        "expires_on": None if is_emergency else on + dt.timedelta(days=clocks["unanswered_expires_days"]),
        "complete_by": complete_at.date() if is_emergency else None,
    }
    if referral.direction == Direction.DOWN:
        columns |= {"return_on": on, "check_by": on + dt.timedelta(days=clocks["check_days"])}
    return columns


def _judged(referral: Referral, outcome: dict[str, Any], on: dt.date) -> dict[str, Any]:
    return {
        "exemption": outcome["exemption"] or "",
        "reasons": outcome["reasons"],
        "voucher_valid": outcome["voucher_valid"],
        "schemes": schemes_of(referral, on),
        "rulebook_version": rulebook().version,
    }
