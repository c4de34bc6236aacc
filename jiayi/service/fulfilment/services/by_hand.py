"""Services without a form (advice, booking, delivery …): entered by hand, and taken back."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import selectors as agreements
from jiayi.service.care.terms import Evidence
from jiayi.service.fulfilment import permissions
from jiayi.service.fulfilment.models import DoneService, Entitlement
from jiayi.service.fulfilment.selectors.services import service_for

from .ledger import lock_entitlements
from .recording import any_item_by, restate


@retrying_atomic
def record_service(
    *,
    by: Viewer,
    resident_id: UUID,
    item: str,
    done_on: dt.date,
    mode: str,
    on: dt.date,
    evidence: str = Evidence.C,
    note: str = "",
) -> DoneService:
    """Enter a service that has no form. What packages promise needs an agreement in force that day (先签约、后服务);
    basic services do not, and without an agreement they consume nothing."""
    resident = people.resident_for(by, resident_id, on=on)
    if not by.can(permissions.RECORD, resident.region_id):
        raise NotVisible
    _check_shape(item, mode, evidence, done_on, on)
    lock_entitlements([resident.id])
    if not is_promised(resident.id, item, done_on) and not is_open_to_all(resident.region_id, item, done_on):
        raise broken("B_SERVICE_NOT_PROMISED", "item", **_names(item))
    done = DoneService(
        resident_id=resident.id,
        items=[item],
        any_item=any_item_by(mode, done_on, tuple(organization.schemes_for(resident.region_id, done_on))),
        on=done_on,
        mode=mode,
        evidence=evidence,
        note=note.strip()[:200],
        entered_by=by.actor_id,
        entered_by_name=by.actor_name[:60],
    )
    done.save(force_insert=True)
    restate(by, [done], "fulfilment.record_service", today=on)
    return done


@retrying_atomic
def void_service(*, by: Viewer, service_id: UUID, reason: str, on: dt.date) -> DoneService:
    """Take back what was entered by hand; a record's service goes with its record."""
    done = service_for(by, service_id, permission=permissions.RECORD)
    lock_entitlements([done.resident_id])
    if not reason.strip():
        raise misshapen("E_NOTE_REQUIRED", "reason")
    if done.form:
        raise misshapen("E_SERVICE_OF_RECORD")
    if not DoneService.objects.filter(id=done.id, is_void=False).update(is_void=True):
        raise misshapen("E_SERVICE_VOID")
    restate(by, [done], "fulfilment.void_service", today=on, reason=reason.strip()[:200])
    return done


def _check_shape(item: str, mode: str, evidence: str, done_on: dt.date, on: dt.date) -> None:
    known = rulebook().items.get(item)
    if known is None:
        raise misshapen("E_SERVICE_UNKNOWN", "item")
    if known.fulfilled_by:
        raise misshapen("E_SERVICE_BY_FORM", "item", **_names(item))
    if mode not in known.modes:
        raise misshapen("E_SERVICE_WAY", "mode", **_names(item))
    if evidence not in (Evidence.B, Evidence.C):
        raise misshapen("E_SERVICE_GRADE", "evidence")
    if done_on > on:
        raise misshapen("E_SERVICE_IN_FUTURE", "done_on")


def is_promised(resident_id: UUID, item: str, on: dt.date) -> bool:
    """Whether an agreement in force that day promises the item."""
    rows = Entitlement.objects.filter(resident_id=resident_id, item=item, is_withdrawn=False)
    return rows.filter(starts_on__lte=on, ends_on__gte=on).exists()


def is_open_to_all(region_code: str, item: str, on: dt.date) -> bool:
    """Whether those who have not signed get the item all the same."""
    kinds = find_value("fulfilment.open_to_all_kinds", on, organization.schemes_for(region_code, on))
    is_basic = kinds is not None and rulebook().items[item].kind in kinds.value
    return is_basic or any(line["item"] == item for line in agreements.services_open_to_all(on))


def _names(item: str) -> dict[str, str]:
    known = rulebook().items[item]
    return {"item": known.zh, "item_en": known.en}
