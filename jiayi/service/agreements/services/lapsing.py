"""Papers that nobody signed become void: taken back, or after waiting too long."""

import datetime as dt

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import UNSIGNED, Act, EndReason, State

from .recording import record
from .telling import tell


@retrying_atomic
def lapse_unsigned(*, by: Viewer, on: dt.date) -> int:
    """Papers that waited longer than the scheme lets them become void. Answers how many agreements."""
    lapsed = [
        agreement
        for agreement in lock_waiting(Agreement.objects.filter(state__in=UNSIGNED))
        if _is_stale(agreement, on)
    ]
    cancel_unsigned(by, lapsed, EndReason.NOT_CONFIRMED, "", on)
    return len(lapsed)


def _is_stale(agreement: Agreement, on: dt.date) -> bool:
    days = find_value("agreement.unsigned_days", on, organization.schemes_for(agreement.region_id, on))
    return days is not None and (on - agreement.signed_on).days > days.value


def lock_waiting(rows) -> list[Agreement]:
    return list(rows.select_related("paper").order_by("id").select_for_update(no_key=True, of=("self",)))


def cancel_unsigned(by: Viewer, agreements: list[Agreement], reason: EndReason, note: str, on: dt.date) -> None:
    if not agreements:
        return
    tell(Act.CANCEL, by=by, on=on, note=note)
    rows = Agreement.objects.filter(id__in=[one.id for one in agreements])
    rows.update(state=State.VOID, end_reason=reason, end_note=note.strip()[:200], ended_on=on)
    record(by, "agreements.withdraw_agreement", agreements, {"reason": str(reason), "on": on.isoformat()})
