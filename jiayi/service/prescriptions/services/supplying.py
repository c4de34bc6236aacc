"""The county hospital supplies what a township lacks: asked, sent out of lots, received into lots."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.prescriptions.faults import forbidden, wrong
from jiayi.service.prescriptions.models import StockLot, SupplyLine, SupplyPart, SupplyRequest
from jiayi.service.prescriptions.rules.stock import Lot, pick
from jiayi.service.prescriptions.selectors.catalogue import presentation_of
from jiayi.service.prescriptions.selectors.supplying import suppliers, supply_request_for
from jiayi.service.prescriptions.terms import MovementKind, SupplyState

from .stocking import move, require_keeper

Wanted = tuple[str, str, str, int]  # drug, form, strength, units


@transaction.atomic
def ask_supply(
    *,
    by: Viewer,
    from_institution_id: UUID,
    to_institution_id: UUID,
    wanted: Collection[Wanted],
    reason: str,
    submission_id: UUID,
    on: dt.date,
) -> SupplyRequest:
    """Ask the county for units of drugs; sent twice it is asked once."""
    require_keeper(by, from_institution_id)
    if known := SupplyRequest.objects.filter(submission_id=submission_id).first():
        return known
    if not suppliers(by, from_institution_id).filter(pk=to_institution_id).exists():
        raise wrong("E_SUPPLIER", "to_institution")
    lines = [one for one in wanted if one[3] > 0]
    if not lines:
        raise wrong("E_SUPPLY_NOTHING", "lines")
    if not reason.strip():
        raise wrong("E_TEXT_NEEDED", "reason")
    for drug, form, strength, _units in lines:
        if presentation_of(drug, form, strength) is None:
            raise wrong("E_DRUG_UNKNOWN", "lines", drug=f"{drug} {strength}")
    made = SupplyRequest.objects.create(
        from_institution_id=from_institution_id,
        to_institution_id=to_institution_id,
        reason=reason.strip()[:200],
        asked_on=on,
        asked_by_name=by.actor_name[:60],
        submission_id=submission_id,
    )
    SupplyLine.objects.bulk_create(
        [SupplyLine(request=made, drug=one[0], form=one[1], strength=one[2], quantity=one[3]) for one in lines]
    )
    _record(by, "prescriptions.ask_supply", made)
    return made


@transaction.atomic
def send_supply(
    *, by: Viewer, request_id: UUID, quantities: dict[int, int], on: dt.date, at: dt.datetime
) -> SupplyRequest:
    """Send units out of our lots, the first to expire first, by line; fewer than asked for may be sent."""
    row = _held(by, request_id, SupplyState.ASKED, keeps="to_institution_id")
    lines = list(row.lines.order_by("id"))
    if not any(quantities.get(line.id, 0) > 0 for line in lines):
        raise wrong("E_SUPPLY_NOTHING", "lines")
    for line in lines:
        units = quantities.get(line.id, 0)
        if units > line.quantity or units < 0:
            raise wrong("E_SUPPLY_MORE", f"quantity_{line.id}", wanted=line.quantity)
        _send(row, line, units, by=by, on=on, at=at)
    row.state, row.answered_on, row.answered_by_name = SupplyState.SENT, on, by.actor_name[:60]
    row.save()
    _record(by, "prescriptions.send_supply", row)
    return row


@transaction.atomic
def receive_supply(*, by: Viewer, request_id: UUID, on: dt.date, at: dt.datetime) -> SupplyRequest:
    """What was sent stands in our lots from now on; received twice it counts once."""
    row = _held(by, request_id, SupplyState.SENT, keeps="from_institution_id")
    for part in SupplyPart.objects.filter(line__request=row).select_related("line").order_by("id"):
        lot = _lot_for(row, part)
        move(lot, part.quantity, MovementKind.TRANSFERRED, row.to_institution.name, by=by, on=on, at=at)
    row.state, row.received_on, row.received_by_name = SupplyState.RECEIVED, on, by.actor_name[:60]
    row.save()
    _record(by, "prescriptions.receive_supply", row)
    return row


@transaction.atomic
def decline_supply(*, by: Viewer, request_id: UUID, note: str, on: dt.date) -> SupplyRequest:
    """The county cannot supply it; why."""
    return _end(by, request_id, SupplyState.DECLINED, note, on, keeps="to_institution_id")


@transaction.atomic
def cancel_supply(*, by: Viewer, request_id: UUID, note: str, on: dt.date) -> SupplyRequest:
    """It is not needed any more; why."""
    return _end(by, request_id, SupplyState.CANCELLED, note, on, keeps="from_institution_id")


def _end(by: Viewer, request_id: UUID, state: SupplyState, note: str, on: dt.date, *, keeps: str) -> SupplyRequest:
    row = _held(by, request_id, SupplyState.ASKED, keeps=keeps)
    if not note.strip():
        raise wrong("E_TEXT_NEEDED", "note")
    row.state, row.note = state, note.strip()[:200]
    row.answered_on, row.answered_by_name = on, by.actor_name[:60]
    row.save()
    _record(by, "prescriptions.end_supply", row)
    return row


def _held(by: Viewer, request_id: UUID, state: SupplyState, *, keeps: str) -> SupplyRequest:
    """The request, locked, for who keeps the stock of the side whose act it is; LawBroken in another state."""
    found = supply_request_for(by, request_id)
    require_keeper(by, getattr(found, keeps))
    row = SupplyRequest.objects.select_for_update(of=("self",)).select_related("to_institution").get(pk=found.pk)
    if row.state != state:
        known = SupplyState(row.state)
        raise forbidden("E_SUPPLY_STATE", state=known.label_zh, state_en=known.label_en)
    return row


def _send(row: SupplyRequest, line: SupplyLine, units: int, *, by: Viewer, on: dt.date, at: dt.datetime) -> None:
    rows = StockLot.objects.select_for_update().filter(
        institution_id=row.to_institution_id,
        drug=line.drug,
        form=line.form,
        strength=line.strength,
        on_hand__gt=0,
    )
    lots = {one.id: one for one in rows.order_by("id")}
    there = [Lot(one.id, one.number, one.expires_on, one.on_hand) for one in lots.values()]
    taken = pick(there, units, lasting_to=on)
    sent = sum(each for _, each in taken)
    if sent < units:
        raise forbidden("E_STOCK_SHORT", drug=f"{line.drug} {line.strength}", wanted=units, there=sent)
    for lot, each in taken:
        move(lots[lot.id], -each, MovementKind.TRANSFERRED, row.reason, by=by, on=on, at=at)
        SupplyPart.objects.create(line=line, lot_number=lot.number, expires_on=lot.expires_on, quantity=each)


def _lot_for(row: SupplyRequest, part: SupplyPart) -> StockLot:
    line = part.line
    place = {"institution_id": row.from_institution_id, "drug": line.drug, "form": line.form}
    lot, _ = StockLot.objects.get_or_create(
        **place, strength=line.strength, number=part.lot_number, defaults={"expires_on": part.expires_on}
    )
    if lot.expires_on != part.expires_on:
        raise wrong("E_LOT_DIFFERS", "lines", lot=lot.number, expires_on=lot.expires_on.isoformat())
    return lot


def _record(by: Viewer, act: str, row: SupplyRequest) -> None:
    audit.record(by=by, act=act, subject_kind="supply_request", subject_ids=[row.id], details={"state": row.state})
