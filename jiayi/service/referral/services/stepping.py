"""The one way from one state to the next: under the lock, once a version, tasks and history with it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.people import services as people
from jiayi.registry.tasks import services as tasks
from jiayi.service.referral import due_tasks, permissions
from jiayi.service.referral.models import Referral, ReferralStep
from jiayi.service.referral.selectors.referrals import referral_for, referral_to_approve
from jiayi.service.referral.terms import SHARED, Act, Party, Reason, State, leads, party_of

from .placing import follow_act


def locked_referral(by: Viewer, referral_id: UUID, party: Party) -> Referral:
    """The referral for an act of this side: locked until the transaction ends. NotVisible for everybody else."""
    find = referral_to_approve if party == Party.INSURER else referral_for
    found = find(by, referral_id)
    if not permissions.is_party(by, found, party):
        raise NotVisible
    return Referral.objects.select_for_update(of=("self",)).select_related("from_institution").get(id=found.id)


def step(
    referral: Referral,
    act: Act,
    state: State,
    *,
    by: Viewer,
    on: dt.date,
    at: dt.datetime,
    words: str = "",
    **columns: Any,
) -> Referral:
    """Bring a referral to a state: LawBroken where the act does not lead there, or somebody else was quicker."""
    former = referral.state
    if not leads(act, former, state):
        raise broken(
            "E_REFERRAL_STATE", state=State(former).label_zh, state_en=State(former).label_en, **_words_of(act)
        )
    columns |= {"state": state, "version": referral.version + 1, "updated_at": timezone.now()}
    changed = Referral.objects.filter(id=referral.id, version=referral.version).update(**columns)
    if not changed:
        raise broken("E_REFERRAL_CHANGED")
    for name, value in columns.items():
        setattr(referral, name, value)
    if former in SHARED and state not in SHARED:
        people.revoke_relations_of(by=by, subject_id=referral.id, on=on)
    follow_act(referral, act, on=on)
    note_step(referral, act, former, by=by, on=on, at=at, words=words)
    return referral


def note_step(
    referral: Referral, act: Act, former: str, *, by: Viewer, on: dt.date, at: dt.datetime, words: str = ""
) -> None:
    """The row of the step, the tasks that follow, the history."""
    ReferralStep.objects.create(
        referral=referral,
        number=referral.version,
        act=act,
        from_state=former,
        to_state=referral.state,
        on=on,
        at=at,
        by_id=by.actor_id,
        by_name=by.actor_name[:60],
        note=words.strip()[:300],
    )
    restate(referral, on=on, outcome=act)
    audit.record(
        by=by,
        act=f"referral.{act}",
        subject_kind="referral",
        subject_ids=[referral.id],
        resident_ids=[referral.resident_id],
        details={"number": referral.number, "from": former, "to": referral.state},
    )


def restate(referral: Referral, *, on: dt.date, outcome: str) -> None:
    """State anew what the referral makes due."""
    tasks.restate_tasks(subject_ids=[referral.id], sources=due_tasks.SOURCES, on=on, outcome=outcome)


def refuse_act(referral: Referral, act: Act) -> None:
    """Refuse an act that does not fit this referral, though its state would."""
    state = State(referral.state)
    raise broken("E_REFERRAL_STATE", state=state.label_zh, state_en=state.label_en, **_words_of(act))


def require_reason(reason: str, note: str, known: Sequence[Reason]) -> str:
    """The words of a reason of this list; `other` needs some of its own."""
    if reason not in known or (reason == Reason.OTHER and not note.strip()):
        raise misshapen("E_REFERRAL_REASON", "reason")
    return " · ".join(part for part in (label_of(Reason, reason), note.strip()) if part)


def _words_of(act: Act) -> dict[str, str]:
    return {"act": act.label_zh, "act_en": act.label_en, "party": party_of(act).label_zh}
