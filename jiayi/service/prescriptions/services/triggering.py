"""What happened stops the orders of a resident, or puts them on hold, as the rulebook of their region says."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.rules import triggers as rules
from jiayi.service.prescriptions.selectors.changes import changes_for
from jiayi.service.prescriptions.terms import OPEN_STATES, StopReason

from .drafting import end_drafts_of
from .standing import record
from .stopping import end, hold_prescriptions, open_orders

Stay = tuple[UUID, dt.date]  # a resident, and the day of admission


def act_on(
    found: Collection[str], *, by: Viewer, resident_id: UUID, region_code: str, on: dt.date, note: str = ""
) -> str:
    """Do what the rulebook says of these triggers: "stop", "hold" or "none"."""
    schemes = organization.schemes_for(region_code, on)
    said = decide("prescriptions.triggers", on=on, schemes=schemes, facts=dict.fromkeys(found, True))
    reasons = [StopReason(code) for code in said["triggers"]]
    if said["action"] == "hold":
        hold_prescriptions(by=by, resident_id=resident_id, reasons=reasons, note=note, on=on)
    if said["action"] == "stop":
        end_prescriptions_of(by=by, resident_id=resident_id, reason=reasons[0], on=on)
    return str(said["action"])


@transaction.atomic
def end_prescriptions_of(*, by: Viewer, resident_id: UUID, reason: str, on: dt.date) -> int:
    """Who died or left the county gets nothing more; how many orders ended."""
    orders = open_orders(resident_id)
    for order in orders:
        end(order, StopReason(reason), "", on=on)
        record(by, "prescriptions.stop", order, reason=reason)
    end_drafts_of(resident_id=resident_id, reason=StopReason(reason).label_zh, on=on)
    return len(orders)


def follow_value(*, by: Viewer, resident_id: UUID, code: str, number: float, seen_on: dt.date, on: dt.date) -> None:
    """A value came by itself; one that no trigger looks at is left alone."""
    if code in rules.WATCHED:
        _follow(by, resident_id, {code: number}, seen_on, on)


def follow_group(*, by: Viewer, resident_id: UUID, group: str, since: dt.date, on: dt.date) -> None:
    """A resident belongs to a group; of the groups pregnancies alone are looked at."""
    if group == rules.PREGNANT:
        _follow(by, resident_id, {}, since, on)


@transaction.atomic
def follow_admissions(*, by: Viewer, stays: Iterable[Stay], on: dt.date) -> None:
    """Hospitals admitted residents: orders issued until then are judged again (management norms 2021)."""
    admitted = dict(sorted(stays, key=lambda stay: stay[1]))  # the latest of each
    rows = Prescription.objects.filter(resident_id__in=admitted, state__in=OPEN_STATES).order_by("id")
    found = rows.values_list("resident_id", "region_id", "issued_on")
    concerned = {resident: region for resident, region, issued_on in found if issued_on <= admitted[resident]}
    for resident_id, region in concerned.items():
        act_on(["admitted"], by=by, resident_id=resident_id, region_code=region, on=on)


@transaction.atomic
def _follow(by: Viewer, resident_id: UUID, values: Mapping[str, float], seen_on: dt.date, on: dt.date) -> None:
    """Something is known anew of a resident: what the orders did not know counts."""
    if orders := open_orders(resident_id):
        later = any(seen_on >= one.issued_on for one in orders)
        found = changes_for(orders, on, values=values if later else None)
        act_on(found, by=by, resident_id=resident_id, region_code=orders[0].region_id, on=on)
