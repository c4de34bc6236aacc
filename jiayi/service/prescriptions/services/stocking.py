"""Keep the stock of an institution: receive lots, write off, count, set minimums."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import F

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.faults import forbidden, wrong
from jiayi.service.prescriptions.models import StockLot, StockMinimum, StockMovement
from jiayi.service.prescriptions.selectors.catalogue import presentation_of
from jiayi.service.prescriptions.selectors.stock import institutions_with_stock
from jiayi.service.prescriptions.terms import MovementKind


@transaction.atomic
def receive_stock(
    *,
    by: Viewer,
    institution_id: UUID,
    drug: str,
    form: str,
    strength: str,
    number: str,
    expires_on: dt.date,
    quantity: int,
    note: str = "",
    on: dt.date,
    at: dt.datetime,
) -> StockLot:
    """Units of a lot have come in; more of a known lot are added to it."""
    require_keeper(by, institution_id)
    if presentation_of(drug, form, strength) is None:
        raise wrong("E_DRUG_UNKNOWN", "drug", drug=f"{drug} {strength}")
    if expires_on < on:
        raise wrong("E_LOT_EXPIRED", "expires_on")
    if quantity <= 0:
        raise wrong("E_RETURN_NOTHING", "quantity")
    lot, _ = StockLot.objects.get_or_create(
        institution_id=institution_id,
        drug=drug,
        form=form,
        strength=strength,
        number=number.strip(),
        defaults={"expires_on": expires_on},
    )
    if lot.expires_on != expires_on:
        raise wrong("E_LOT_DIFFERS", "expires_on", lot=lot.number, expires_on=lot.expires_on.isoformat())
    move(lot, quantity, MovementKind.RECEIVED, note, by=by, on=on, at=at)
    return lot


@transaction.atomic
def write_off_stock(*, by: Viewer, lot_id: UUID, quantity: int, note: str, on: dt.date, at: dt.datetime) -> StockLot:
    """Units are broken, expired or lost; why is written down."""
    lot = _held_lot(by, lot_id)
    if not note.strip():
        raise wrong("E_TEXT_NEEDED", "note")
    if not 0 < quantity <= lot.on_hand:
        raise forbidden("E_BELOW_NOTHING", there=lot.on_hand)
    move(lot, -quantity, MovementKind.WRITTEN_OFF, note, by=by, on=on, at=at)
    return lot


@transaction.atomic
def adjust_stock(*, by: Viewer, lot_id: UUID, counted: int, note: str, on: dt.date, at: dt.datetime) -> StockLot:
    """What was counted on the shelf stands from now on."""
    lot = _held_lot(by, lot_id)
    if counted < 0:
        raise forbidden("E_BELOW_NOTHING", there=lot.on_hand)
    if counted != lot.on_hand:
        move(lot, counted - lot.on_hand, MovementKind.COUNTED, note, by=by, on=on, at=at)
    return lot


@transaction.atomic
def set_minimum(*, by: Viewer, institution_id: UUID, drug: str, form: str, strength: str, minimum: int) -> StockMinimum:
    """Of how many units the institution wants to be warned."""
    require_keeper(by, institution_id)
    place = {"institution_id": institution_id, "drug": drug, "form": form, "strength": strength}
    found, _ = StockMinimum.objects.update_or_create(**place, defaults={"minimum": minimum})
    audit.record(by=by, act="prescriptions.set_minimum", subject_kind="stock_minimum", subject_ids=[found.id])
    return found


def require_keeper(by: Viewer, institution_id: UUID) -> None:
    """NotVisible where the viewer does not keep the stock of the institution."""
    if not institutions_with_stock(by, permissions.STOCK_WRITE).filter(pk=institution_id).exists():
        raise NotVisible


def _held_lot(by: Viewer, lot_id: UUID) -> StockLot:
    lot = StockLot.objects.select_for_update().filter(pk=lot_id).first()
    if lot is None:
        raise NotVisible
    require_keeper(by, lot.institution_id)
    return lot


def move(lot: StockLot, units: int, kind: MovementKind, note: str, *, by: Viewer, on: dt.date, at: dt.datetime) -> None:
    """One movement of a lot, in the history; the constraint holds it above nothing."""
    StockLot.objects.filter(pk=lot.pk).update(on_hand=F("on_hand") + units)
    lot.refresh_from_db(fields=["on_hand"])
    StockMovement.objects.create(
        lot=lot,
        kind=kind,
        quantity=units,
        on=on,
        note=note[:200],
        by_id=by.actor_id,
        by_name=by.actor_name[:60],
        at=at,
    )
    audit.record(
        by=by,
        act="prescriptions.move_stock",
        subject_kind="stock_lot",
        subject_ids=[lot.id],
        details={"kind": kind, "units": units},
    )
