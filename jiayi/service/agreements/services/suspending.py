"""An agreement rests while the resident is in hospital or away, and goes on afterwards. Its term runs on."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.agreements import permissions
from jiayi.service.agreements.faults import broken
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.selectors.ending import already_ended
from jiayi.service.agreements.selectors.single import agreement_for
from jiayi.service.agreements.terms import IN_FORCE, Act, State, SuspensionReason

from .following import restate_tasks
from .recording import record
from .telling import tell


@retrying_atomic
def suspend_agreement(
    *,
    by: Viewer,
    agreement_id: UUID,
    reason: str,
    suspended_on: dt.date,
    on: dt.date,
    resumes_on: dt.date | None = None,
    note: str = "",
) -> Agreement:
    """Let an agreement in force rest from a day on; with `resumes_on` it goes on by itself on that day.

    The resident stays signed and keeps the seat; nothing new falls due. LawBroken where it is over already.
    """
    agreement = _locked(by, agreement_id)
    if reason not in set(SuspensionReason):
        raise misshapen("E_CODE_UNKNOWN", "reason")
    if not max(agreement.starts_on, agreement.signed_on) <= suspended_on <= on:
        raise misshapen("E_DATE_OUT_OF_RANGE", "suspended_on")
    if resumes_on and not suspended_on < resumes_on <= agreement.ends_on:
        raise misshapen("E_RESUMES_OUT_OF_TERM", "resumes_on", ends_on=agreement.ends_on)
    if agreement.state != State.ACTIVE:
        raise broken([already_ended(agreement)]) if agreement.state not in IN_FORCE else misshapen("E_NOT_IN_FORCE")
    tell(Act.SUSPEND, by=by, on=suspended_on, note=note)
    agreement.state, agreement.suspension_reason = State.SUSPENDED, reason
    agreement.suspended_on, agreement.resumes_on = suspended_on, resumes_on
    agreement.save(update_fields=["state", "suspension_reason", "suspended_on", "resumes_on", "updated_at"])
    until = resumes_on.isoformat() if resumes_on else None
    details = {"reason": str(reason), "on": suspended_on.isoformat(), "resumes_on": until, "note": note[:200]}
    restate_tasks([agreement], on=on, outcome="suspended")
    record(by, "agreements.suspend_agreement", [agreement], details)
    return agreement


@retrying_atomic
def resume_agreement(*, by: Viewer, agreement_id: UUID, resumed_on: dt.date, on: dt.date) -> Agreement:
    """The resident is back: the agreement is in force again."""
    agreement = _locked(by, agreement_id)
    if agreement.state != State.SUSPENDED:
        raise misshapen("E_NOT_SUSPENDED")
    if not agreement.suspended_on <= resumed_on <= on:
        raise misshapen("E_DATE_OUT_OF_RANGE", "resumed_on")
    _resume(by, [agreement], resumed_on)
    agreement.refresh_from_db()
    return agreement


@retrying_atomic
def resume_expected(*, by: Viewer, on: dt.date) -> int:
    """Resume what was to rest until today or earlier. Answers how many."""
    rows = Agreement.objects.filter(state=State.SUSPENDED, resumes_on__lte=on, ends_on__gte=on).order_by("id")
    found = list(rows.select_for_update(no_key=True))
    _resume(by, found, on)
    return len(found)


def _resume(by: Viewer, agreements: Collection[Agreement], on: dt.date) -> None:
    if not agreements:
        return
    tell(Act.RESUME, by=by, on=on)
    rows = Agreement.objects.filter(id__in=[agreement.id for agreement in agreements])
    rows.update(state=State.ACTIVE, suspended_on=None, resumes_on=None, suspension_reason="")
    restate_tasks(agreements, on=on, outcome="resumed")
    record(by, "agreements.resume_agreement", agreements, {"on": on.isoformat()})


def _locked(by: Viewer, agreement_id: UUID) -> Agreement:
    agreement = agreement_for(by, agreement_id, permission=permissions.SIGN)
    held = Agreement.objects.select_for_update(no_key=True, of=("self",)).get(id=agreement.id)
    held.resident, held.paper = agreement.resident, agreement.paper
    return held
