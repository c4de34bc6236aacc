"""Medicine that comes back: only what never left our hands goes into stock again."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum

from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.prescriptions.faults import forbidden, wrong
from jiayi.service.prescriptions.models import (
    DispensedItem,
    Dispensing,
    DispensingReturn,
    ReturnedItem,
    StockLot,
    StockMovement,
)
from jiayi.service.prescriptions.terms import MovementKind, ReturnReason, State

from .dispensing import held_order
from .standing import record, restate, settle


@transaction.atomic
def take_back(
    *,
    by: Viewer,
    dispensing_id: UUID,
    days: int,
    quantities: Mapping[int, int],
    reason: ReturnReason,
    note: str,
    submission_id: UUID,
    on: dt.date,
    at: dt.datetime,
) -> DispensingReturn:
    """Take back units (by the id of the dispensed item) and the days that they cover no more.

    Never more than was given; the order is locked, as for giving out.
    """
    found = Dispensing.objects.filter(pk=dispensing_id).values_list("prescription_id", flat=True).first()
    order = held_order(by, found or new_id())
    if known := DispensingReturn.objects.filter(submission_id=submission_id, dispensing_id=dispensing_id).first():
        return known
    given = Dispensing.objects.get(pk=dispensing_id)
    wanted = {item: units for item, units in quantities.items() if units}
    if not wanted:
        raise wrong("E_RETURN_NOTHING")
    _require_given(given, days, wanted)
    back = DispensingReturn.objects.create(
        dispensing=given,
        on=on,
        days=days,
        reason=reason,
        is_restocked=reason == ReturnReason.NOT_DELIVERED,
        note=note[:200],
        submission_id=submission_id,
        by_id=by.actor_id,
        by_name=by.actor_name[:60],
    )
    for item in DispensedItem.objects.filter(pk__in=wanted).order_by("id"):
        ReturnedItem.objects.create(back=back, dispensed=item, quantity=wanted[item.id])
        if back.is_restocked and item.lot_id:
            _restock(item, wanted[item.id], back, on=on, at=at, by=by)
    if order.state == State.FINISHED:
        order.state = State.ACTIVE
        order.save(update_fields=["state", "updated_at"])
    if order.state == State.ACTIVE:
        settle(order, on=on)
    record(by, "prescriptions.take_back", order, reason=reason, days=days)
    restate([order], on=on, outcome="returned")
    return back


def _require_given(given: Dispensing, days: int, wanted: Mapping[int, int]) -> None:
    back_days = given.returns.aggregate(days=Sum("days"))["days"] or 0
    there = dict(given.items.values_list("id", "quantity"))
    back = dict(
        ReturnedItem.objects.filter(dispensed__dispensing=given).values_list("dispensed_id").annotate(Sum("quantity"))
    )
    too_much = days < 0 or days + back_days > given.days
    too_much |= any(units < 0 or units > there.get(item, 0) - back.get(item, 0) for item, units in wanted.items())
    if too_much:
        raise forbidden("E_RETURN_TOO_MUCH")


def _restock(
    item: DispensedItem, units: int, back: DispensingReturn, *, on: dt.date, at: dt.datetime, by: Viewer
) -> None:
    StockLot.objects.filter(pk=item.lot_id).update(on_hand=F("on_hand") + units)
    StockMovement.objects.create(
        lot_id=item.lot_id,
        kind=MovementKind.RETURNED,
        quantity=units,
        on=on,
        subject_id=back.id,
        by_id=by.actor_id,
        by_name=by.actor_name[:60],
        at=at,
    )
