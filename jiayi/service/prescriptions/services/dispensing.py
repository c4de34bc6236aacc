"""Give out what may be given out: the order is locked, the remainder is a sum, the lots are the first to expire."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from jiayi.foundation.base import events
from jiayi.foundation.base.encryption import encrypt
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.events import FreeMedicineGiven, MedicineDispensed
from jiayi.service.prescriptions.faults import forbidden, wrong
from jiayi.service.prescriptions.models import DispensedItem, Dispensing, Prescription, StockLot, StockMovement
from jiayi.service.prescriptions.rules.stock import Lot, pick
from jiayi.service.prescriptions.selectors.benefits import free_drugs
from jiayi.service.prescriptions.selectors.reach import prescription_for
from jiayi.service.prescriptions.selectors.stock import institutions_with_stock
from jiayi.service.prescriptions.selectors.supplies import ItemSupply, Supply, supply_of
from jiayi.service.prescriptions.terms import (
    DispenseRequest,
    EarlyReason,
    MovementKind,
    Relation,
    State,
    Way,
)

from .standing import record, require_state, restate, settle


@transaction.atomic
def dispense(*, by: Viewer, asked: DispenseRequest, institution_id: UUID, on: dt.date, at: dt.datetime) -> Dispensing:
    """Give out so many days of an order, and what an earlier part still owes. Sent twice it is given once.

    Never before a pharmacist has passed it, never more than remains, never before the window without a reason.
    """
    order = held_order(by, asked.prescription_id)
    if known := Dispensing.objects.filter(submission_id=asked.submission_id, prescription=order).first():
        return known
    if not institutions_with_stock(by, permissions.DISPENSE).filter(pk=institution_id).exists():
        raise NotVisible
    _require_passed(order)
    supply = supply_of(order, on=on)
    _require_window(order, supply, asked, on)
    _require_picker(asked)
    wanted = _wanted(supply, asked)
    given = _dispensing(order, supply, asked, institution_id, by=by, on=on)
    given.save(force_insert=True)
    for one, units in wanted:
        _hand_over(given, one, units, asked, on=on, at=at, by=by)
    free = free_drugs(order, on=on)
    if DispensedItem.objects.filter(dispensing=given, item__drug__in=free).update(is_free=True):
        events.publish(FreeMedicineGiven(given.id, order.resident_id, on, asked.way in (Way.DELIVERY, Way.HOME)))
    settle(order, on=on)
    record(by, "prescriptions.dispense", order, days=asked.days, way=asked.way, early=asked.early_reason)
    events.publish(MedicineDispensed(given.id, order.id, order.resident_id, order.team_id, on, asked.days))
    restate([order], on=on, outcome="dispensed")
    return given


def held_order(by: Viewer, prescription_id: UUID) -> Prescription:
    """The order, locked: whoever else gives out of it waits, and then sees what was given."""
    return prescription_for(by, prescription_id, permission=permissions.DISPENSE, lock=True)


@transaction.atomic
def confirm_receipt(
    *, by: Viewer, dispensing_id: UUID, received_on: dt.date, received_by: str, on: dt.date
) -> Dispensing:
    """A delivery has arrived: when, and who took it."""
    found = Dispensing.objects.filter(pk=dispensing_id).values_list("prescription_id", flat=True).first()
    order = held_order(by, found or new_id())
    given = Dispensing.objects.get(pk=dispensing_id)
    if given.received_on is not None:
        raise forbidden("E_RECEIVED_ALREADY")
    if received_on > on or received_on < given.on:
        raise wrong("E_FUTURE_DAY", "received_on")
    given.received_on, given.received_by = received_on, received_by[:60]
    given.save(update_fields=["received_on", "received_by", "updated_at"])
    record(by, "prescriptions.confirm_receipt", order)
    return given


def _require_passed(order: Prescription) -> None:
    if order.state in (State.AUDITING, State.QUERIED, State.REJECTED):
        raise forbidden("E_NOT_PASSED")
    if order.state == State.LAPSED:
        raise forbidden("E_LAPSED")
    require_state(order, State.ACTIVE)


def _require_window(order: Prescription, supply: Supply, asked: DispenseRequest, on: dt.date) -> None:
    if on < order.starts_on and not asked.early_reason:
        raise forbidden("E_NOT_STARTED", starts_on=order.starts_on.isoformat())
    if asked.days > supply.remaining_days:
        raise forbidden("E_MORE_THAN_REMAINS", remaining=supply.remaining_days, days=asked.days)
    if asked.early_reason and asked.early_reason not in set(EarlyReason):
        raise wrong("E_TEXT_NEEDED", "early_reason")
    if supply.state == "too_early" and asked.days and not asked.early_reason:
        days = {"runs_out_on": supply.runs_out_on.isoformat(), "opens_on": supply.opens_on.isoformat()}
        raise forbidden("E_TOO_EARLY", **days)
    if asked.early_reason == EarlyReason.OTHER and not asked.early_note.strip():
        raise wrong("E_TEXT_NEEDED", "early_note")


def _require_picker(asked: DispenseRequest) -> None:
    if asked.way == Way.DELIVERY and not (asked.carrier and asked.waybill):
        raise wrong("E_WAYBILL_NEEDED", "waybill")
    by_another = asked.relation not in (Relation.SELF, Relation.TEAM)
    if by_another and not (asked.picker_name.strip() and asked.picker_number.strip()):
        raise wrong("E_PICKER_NEEDED", "picker_name")


def _wanted(supply: Supply, asked: DispenseRequest) -> list[tuple[ItemSupply, int]]:
    """Units by item: what is due with these days, or less where less is there."""
    wanted = []
    if {*asked.quantities, *asked.lots} - {one.item.id for one in supply.items}:
        raise wrong("E_DISPENSED_UNKNOWN", "quantities")
    for one in supply.items:
        due = one.due(asked.days)
        units = asked.quantities.get(one.item.id, due)
        if units > due or units < 0:
            unit = _unit(one)
            raise wrong("E_MORE_THAN_DUE", f"quantity.{one.item.id}", drug=one.item.name, due=due, **unit)
        if units:
            wanted.append((one, units))
    if not wanted:
        raise forbidden("E_NOTHING_DUE")
    return wanted


def _unit(one: ItemSupply) -> dict[str, str]:
    form = rulebook().drug_forms[one.item.form]
    return {"unit": form.unit_zh, "unit_en": form.unit_en}


def _dispensing(
    order: Prescription,
    supply: Supply,
    asked: DispenseRequest,
    institution_id: UUID,
    *,
    by: Viewer,
    on: dt.date,
) -> Dispensing:
    given = Dispensing(
        prescription=order,
        institution_id=institution_id,
        on=on,
        days=asked.days,
        window=supply.state,
        way=asked.way,
        relation=asked.relation,
        picker_name=asked.picker_name.strip()[:60],
        early_reason=asked.early_reason,
        early_note=asked.early_note[:200],
        carrier=asked.carrier[:60],
        waybill=asked.waybill[:60],
        submission_id=asked.submission_id,
        by_id=by.actor_id,
        by_name=by.actor_name[:60],
    )
    if asked.picker_number:
        place = f"prescriptions_dispensing.picker_number_sealed.{given.id}"
        given.picker_number_sealed = encrypt(asked.picker_number.strip(), place)
    return given


def _hand_over(
    given: Dispensing,
    one: ItemSupply,
    units: int,
    asked: DispenseRequest,
    *,
    on: dt.date,
    at: dt.datetime,
    by: Viewer,
) -> None:
    """Take the units from our lots, or note the lot that a designated pharmacy gave them from."""
    if asked.way == Way.RETAIL:
        if one.item.id not in asked.lots:
            raise wrong("E_LOT_NEEDED", f"lot.{one.item.id}", drug=one.item.name)
        number, expires_on = asked.lots[one.item.id]
        _note_item(given, one, None, number, expires_on, units)
        return
    for lot, taken in _from_stock(given, one, units, on=on, days=asked.days):
        StockLot.objects.filter(pk=lot.id).update(on_hand=F("on_hand") - taken)
        _note_item(given, one, lot.id, lot.number, lot.expires_on, taken)
        StockMovement.objects.create(
            lot_id=lot.id,
            kind=MovementKind.DISPENSED,
            quantity=-taken,
            on=on,
            subject_id=given.id,
            by_id=by.actor_id,
            by_name=by.actor_name[:60],
            at=at,
        )


def _from_stock(given: Dispensing, one: ItemSupply, units: int, *, on: dt.date, days: int) -> list[tuple[Lot, int]]:
    """Lots of the institution, locked in one order for all so that two counters never wait for each other."""
    rows = StockLot.objects.select_for_update().filter(
        institution_id=given.institution_id,
        drug=one.item.drug,
        form=one.item.form,
        strength=one.item.strength,
        on_hand__gt=0,
    )
    lots = [Lot(row.id, row.number, row.expires_on, row.on_hand) for row in rows.order_by("id")]
    lasting_to = on + dt.timedelta(days=days)
    taken = pick(lots, units, lasting_to=lasting_to)
    there = sum(each for _, each in taken)
    if there < units:
        raise forbidden("E_STOCK_SHORT", drug=f"{one.item.name} {one.item.strength}", wanted=units, there=there)
    return taken


def _note_item(
    given: Dispensing, one: ItemSupply, lot_id: UUID | None, number: str, expires_on: dt.date, units: int
) -> Any:
    return DispensedItem.objects.create(
        dispensing=given, item=one.item, lot_id=lot_id, lot_number=number[:40], expires_on=expires_on, quantity=units
    )
