"""What the resident says of a service: that it was done, or that it was not."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.service.fulfilment import permissions
from jiayi.service.fulfilment.models import DoneService, Testimony
from jiayi.service.fulfilment.selectors.services import latest_opinion, service_for
from jiayi.service.fulfilment.terms import Heard, Opinion

from .ledger import lock_entitlements
from .recording import restate


@retrying_atomic
def record_testimony(
    *, by: Viewer, service_id: UUID, opinion: str, heard: str, said_on: dt.date, on: dt.date, reason: str = ""
) -> Testimony:
    """Staff note what the resident said at a visit or by phone: staff entry that is confirmed is proved by both;
    what is disputed proves nothing until it is settled. The latest word about the day counts."""
    done = service_for(by, service_id, permission=permissions.RECORD)
    lock_entitlements([done.resident_id])
    _check(done, opinion, heard, said_on, on, reason)
    said = Testimony.objects.create(
        service=done,
        about=done.on,
        opinion=opinion,
        heard=heard,
        said_on=said_on,
        reason=reason.strip()[:200],
        entered_by=by.actor_id,
        entered_by_name=by.actor_name[:60],
    )
    done.opinion = latest_opinion(done)
    done.save(update_fields=["opinion", "updated_at"])
    restate(by, [done], "fulfilment.record_testimony", today=on, opinion=opinion, heard=heard)
    return said


def _check(done: DoneService, opinion: str, heard: str, said_on: dt.date, on: dt.date, reason: str) -> None:
    if done.is_void:
        raise misshapen("E_SERVICE_VOID")
    if opinion not in set(Opinion) or heard not in set(Heard):
        raise misshapen("E_CODE_UNKNOWN", "opinion")
    if not done.on <= said_on <= on:
        raise misshapen("E_TESTIMONY_DAY", "said_on")
    if opinion == Opinion.DISPUTED and not reason.strip():
        raise misshapen("E_TESTIMONY_REASON", "reason")
