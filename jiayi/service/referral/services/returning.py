"""Back home: the return form with its plan, taken back, seen again, closed."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.care import services as care
from jiayi.service.referral.models import PlanItem, Referral
from jiayi.service.referral.selectors.judging import clocks_for
from jiayi.service.referral.terms import Act, Direction, Party, ReplyRequest, State

from .answers import keep_reply
from .handing import hand_home
from .stepping import locked_referral, refuse_act, restate, step


@retrying_atomic
def propose_return(*, by: Viewer, referral_id: UUID, reply: ReplyRequest, on: dt.date, at: dt.datetime) -> Referral:
    """Write the return form; its plan opens tasks at home. LawBroken by referral.down."""
    referral = locked_referral(by, referral_id, Party.RECEIVER)
    if referral.direction == Direction.DOWN or referral.state not in (State.ARRIVED, State.IN_TREATMENT):
        refuse_act(referral, Act.PROPOSE_RETURN)
    outcome = keep_reply(referral, reply, by=by, on=on)
    clocks = clocks_for(referral.region_id, referral.urgency, on=on)
    columns = {
        "return_on": on,
        "home_by": on + dt.timedelta(days=clocks["home_follow_up_days"]),
        "check_by": on + dt.timedelta(days=outcome["follow_up_within_days"]),
    }
    step(referral, Act.PROPOSE_RETURN, State.RETURN_PROPOSED, by=by, on=on, at=at, **columns)
    hand_home(referral, on=on, until=columns["home_by"])
    return referral


@retrying_atomic
def take_back(*, by: Viewer, referral_id: UUID, on: dt.date, at: dt.datetime, note: str = "") -> Referral:
    """Home has the patient and the form. Twice is once."""
    referral = locked_referral(by, referral_id, Party.HOME)
    if referral.state == State.RETURNED:
        return referral
    return step(referral, Act.TAKE_BACK, State.RETURNED, by=by, on=on, at=at, words=note)


@retrying_atomic
def follow_up(*, by: Viewer, referral_id: UUID, note: str, on: dt.date, at: dt.datetime) -> Referral:
    """Home has seen the patient again and knows what came of it; what the record asked for is noted with it."""
    referral = locked_referral(by, referral_id, Party.HOME)
    if not note.strip():
        raise misshapen("E_FOLLOW_UP_NOTE", "note")
    if referral.state == State.ARRIVED and referral.direction != Direction.DOWN:
        refuse_act(referral, Act.FOLLOW_UP)
    columns = {"followed_up_on": on, "follow_up_note": note.strip()[:500]}
    step(referral, Act.FOLLOW_UP, State.FOLLOWED_UP, by=by, on=on, at=at, words=note, **columns)
    _note_in_record(referral, note, on)
    return referral


@retrying_atomic
def close(*, by: Viewer, referral_id: UUID, on: dt.date, at: dt.datetime, note: str = "") -> Referral:
    """Close it: nobody outside sees the record any longer. Twice is once; before the follow-up it wants a word why."""
    referral = locked_referral(by, referral_id, Party.HOME)
    if referral.state == State.CLOSED:
        return referral
    if referral.state != State.FOLLOWED_UP and not note.strip():
        raise misshapen("E_CLOSE_NOTE", "note")
    return step(referral, Act.CLOSE, State.CLOSED, by=by, on=on, at=at, words=note, closed_on=on)


@retrying_atomic
def mark_plan_done(*, by: Viewer, referral_id: UUID, item_id: UUID, on: dt.date, note: str = "") -> PlanItem:
    """One thing of the plan was done; its task closes. Twice is once."""
    referral = locked_referral(by, referral_id, Party.HOME)
    item = PlanItem.objects.filter(id=item_id, referral=referral).first()
    if item is None:
        raise NotVisible
    if item.done_on:
        return item
    item.done_on, item.done_by_name, item.note = on, by.actor_name[:60], note.strip()[:200]
    item.save(update_fields=["done_on", "done_by_name", "note", "updated_at"])
    restate(referral, on=on, outcome="done")
    audit.record(
        by=by,
        act="referral.mark_plan_done",
        subject_kind="referral",
        subject_ids=[referral.id],
        resident_ids=[referral.resident_id],
        details={"due_on": item.due_on},
    )
    return item


def _note_in_record(referral: Referral, note: str, on: dt.date) -> None:
    """Who was referred from a record is not asked about twice."""
    record = referral.record
    if record and record.return_due_on and record.returned_on is None:
        care.note_return(by=SystemViewer(), record_id=record.id, returned_on=on, note=note.strip()[:200], on=on)
