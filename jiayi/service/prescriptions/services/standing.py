"""What follows from an order as it stands: the days of its next part, and what is due about it."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.tasks import services as tasks
from jiayi.service.prescriptions import due_tasks
from jiayi.service.prescriptions.faults import forbidden
from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.selectors.supplies import supply_of
from jiayi.service.prescriptions.terms import State

SOURCES = [due_tasks.audits, due_tasks.refills, due_tasks.reviews, due_tasks.follow_ups, due_tasks.medication_reviews]


def settle(order: Prescription, *, on: dt.date) -> None:
    """Write anew when the next part opens and when the supply runs out; the order is held by its lock."""
    supply = supply_of(order, on=on)
    order.opens_on = supply.opens_on if supply.remaining_days or supply.owes else None
    order.runs_out_on = supply.runs_out_on
    order.save(update_fields=["opens_on", "runs_out_on", "updated_at"])


def restate(orders: Collection[Prescription], *, on: dt.date, outcome: str = "changed") -> None:
    """State anew what these orders make due, and the running ones beside them: together they are many medicines."""
    residents = {one.resident_id for one in orders}
    beside = Prescription.objects.filter(resident_id__in=residents, state__in=(State.ACTIVE, State.HELD))
    ids = {one.id for one in orders} | set(beside.values_list("id", flat=True))
    tasks.restate_tasks(subject_ids=ids, sources=SOURCES, on=on, outcome=outcome)


def require_state(order: Prescription, *states: State) -> None:
    """LawBroken where the order stands otherwise."""
    if order.state not in states:
        state = State(order.state)
        raise forbidden("E_STATE", state=state.label_zh, state_en=state.label_en)


def record(by: Viewer, act: str, order: Prescription, **details: Any) -> None:
    """One line of the history about an order."""
    audit.record(
        by=by,
        act=act,
        subject_kind="prescription",
        subject_ids=[order.id],
        resident_ids=[order.resident_id],
        details=details,
    )
