"""Terminate an agreement, or take back one that was entered by mistake."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements import permissions
from jiayi.service.agreements.faults import broken
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.selectors.ending import already_ended, termination_verdict
from jiayi.service.agreements.selectors.single import agreement_for
from jiayi.service.agreements.terms import IN_FORCE, EndReason, State, TerminationRequest

from .ending import How, end_once
from .racing import in_one_race


def terminate_agreement(*, by: Viewer, agreement_id: UUID, asked: TerminationRequest, on: dt.date) -> Agreement:
    """Terminate by agreements.termination; LawBroken where a confirmation is missing or it is over already."""
    agreement = agreement_for(by, agreement_id, permission=permissions.TERMINATE)
    _require_in_force(agreement)
    verdict = termination_verdict(agreement, asked, on=on)
    if not verdict.allowed:
        raise broken(verdict.breaches)
    ended = How(
        state=State.TERMINATED,
        reason=str(asked.reason),
        on=verdict.effective_on,
        act="agreements.terminate_agreement",
        note=asked.note,
        evidence=asked.evidence,
        reasons=verdict.reasons,
        details={
            "requested_by": str(asked.requested_by),
            "confirmed_by_resident": asked.confirmed_by_resident,
            "confirmed_by_team": asked.confirmed_by_team,
        },
    )
    _end_one(by, agreement, ended)
    return agreement


def void_agreement(*, by: Viewer, agreement_id: UUID, note: str, on: dt.date) -> Agreement:
    """Take an agreement back that should never have been entered; the reason is asked for."""
    agreement = agreement_for(by, agreement_id, permission=permissions.TERMINATE)
    if not note.strip():
        raise misshapen("E_NOTE_REQUIRED", "note")
    _end_one(by, agreement, How(State.VOID, EndReason.ENTRY_ERROR, on, "agreements.void_agreement", note=note))
    return agreement


def _require_in_force(agreement: Agreement) -> None:
    if agreement.state not in IN_FORCE:
        raise broken([already_ended(agreement)])


def _end_one(by: Viewer, agreement: Agreement, how: How) -> None:
    """End this one; whoever comes second hears that it is over."""

    def act() -> None:
        if not end_once(by, [agreement], how):
            agreement.refresh_from_db()
            _require_in_force(agreement)

    in_one_race(act)
