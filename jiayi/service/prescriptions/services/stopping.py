"""Stop an order, put orders on hold, let one go on."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from jiayi.foundation.base import events
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.events import PrescriptionStopped
from jiayi.service.prescriptions.faults import forbidden, wrong
from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.selectors.changes import known_now
from jiayi.service.prescriptions.selectors.reach import prescription_for
from jiayi.service.prescriptions.terms import OPEN_STATES, State, StopReason

from .standing import record, require_state, restate, settle


@transaction.atomic
def stop_prescription(*, by: Viewer, prescription_id: UUID, reason: StopReason, note: str, on: dt.date) -> Prescription:
    """End an order before its time, for a coded reason; nothing more is dispensed of it."""
    order = prescription_for(by, prescription_id, permission=permissions.WRITE, lock=True)
    require_state(order, *map(State, OPEN_STATES))
    end(order, StopReason(reason), note, on=on)
    record(by, "prescriptions.stop", order, reason=reason)
    return order


def open_orders(resident_id: UUID) -> list[Prescription]:
    """The resident's orders that run or wait for the pharmacist, locked."""
    rows = Prescription.objects.select_for_update(of=("self",)).filter(resident_id=resident_id, state__in=OPEN_STATES)
    return list(rows.order_by("id"))


def end(order: Prescription, reason: StopReason, note: str, *, on: dt.date) -> None:
    """Write the end; the caller holds the order and records who did it."""
    order.state, order.stopped_on, order.stop_reason, order.stop_note = State.STOPPED, on, reason, note
    order.held_on, order.opens_on = None, None
    order.save()
    restate([order], on=on, outcome="stopped")
    events.publish(PrescriptionStopped(order.id, order.resident_id, (str(reason),), False, on))


@transaction.atomic
def hold_prescriptions(
    *, by: Viewer, resident_id: UUID, reasons: Collection[StopReason], note: str, on: dt.date
) -> list[Prescription]:
    """Put every open order of a resident on hold until a doctor has judged it again; those that were held.

    One that waits for the pharmacist goes back to its doctor as queried and is not passed before they have answered.
    """
    changed = []
    for order in open_orders(resident_id):
        before = [] if order.state == State.ACTIVE else order.hold_reasons
        codes = [str(one) for one in reasons if one not in before]
        if not codes:
            continue
        order.hold_reasons = list(dict.fromkeys([*before, *codes]))
        if order.state in (State.ACTIVE, State.HELD):
            order.state, order.held_on = State.HELD, order.held_on or on
        else:
            order.state = State.QUERIED
        order.save()
        record(by, "prescriptions.hold", order, reasons=codes, note=note)
        events.publish(PrescriptionStopped(order.id, order.resident_id, tuple(codes), True, on))
        changed.append(order)
    restate(changed, on=on, outcome="held")
    return changed


@transaction.atomic
def resume_prescription(*, by: Viewer, prescription_id: UUID, note: str, on: dt.date) -> Prescription:
    """A doctor has judged an order on hold again, and it goes on; why is written down."""
    order = prescription_for(by, prescription_id, permission=permissions.WRITE, lock=True)
    require_state(order, State.HELD)
    if not note.strip():
        raise wrong("E_TEXT_NEEDED", "note")
    if by.practitioner_id is None:
        raise forbidden("E_NO_PRACTITIONER")
    record(by, "prescriptions.resume", order, reasons=order.hold_reasons, note=note)
    order.state, order.held_on = State.ACTIVE, None
    judge_again(order, on=on)
    order.save()
    settle(order, on=on)
    restate([order], on=on, outcome="resumed")
    return order


def judge_again(order: Prescription, *, on: dt.date) -> None:
    """Note that a doctor has judged what held it, knowing what is on record; the caller saves."""
    order.hold_reasons, order.judged_on = [], on
    order.judged = known_now(order.resident_id, order.region_id, on)
