"""Put an agreement that was ended by mistake, or by an act that is undone, back in force."""

import datetime as dt

from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements.models import Agreement, AgreementStep
from jiayi.service.agreements.terms import IN_FORCE, RUNNING, Act, Kind, State

from .telling import tell


def reopen(agreement: Agreement, state: str, *, by: Viewer, on: dt.date) -> None:
    """Put an agreement back in force, unless its term is over or the resident has another by now."""
    if state not in IN_FORCE or agreement.ends_on < on:
        return
    taken = Agreement.objects.filter(
        resident_id=agreement.resident_id, state__in=RUNNING if state in RUNNING else (state,)
    )
    if agreement.kind != Kind.SUPPLEMENTARY and taken.exclude(kind=Kind.SUPPLEMENTARY).exists():
        return
    agreement.state, agreement.ended_on = state, None
    agreement.end_reason = agreement.end_note = agreement.end_evidence = ""
    agreement.end_reasons = []
    ended = ["ended_on", "end_reason", "end_note", "end_evidence", "end_reasons"]
    tell(Act.REOPEN, by=by, on=on)
    agreement.save(update_fields=["state", *ended, "updated_at"])


def state_before(agreement: Agreement, on: dt.date) -> str:
    """The state that an agreement had before the one it has, as the ledger tells; else what its dates say."""
    last = AgreementStep.objects.filter(agreement=agreement, to_state=agreement.state).order_by("id").last()
    if last and last.from_state:
        return last.from_state
    return State.SCHEDULED if agreement.starts_on > on else State.ACTIVE
