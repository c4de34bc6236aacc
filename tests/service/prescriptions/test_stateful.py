"""Whatever is ordered, given out, returned, held and stopped in whatever order: nothing is given twice or from
nowhere, and the days add up."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.registry.tasks.services import rebuild
from jiayi.service.prescriptions import services
from jiayi.service.prescriptions.models import Dispensing, Prescription, StockLot, StockMovement
from jiayi.service.prescriptions.selectors import supply_of
from jiayi.service.prescriptions.terms import ReturnReason, StopReason

from .factories import DAY, NOON, ONE_DAY, dispensed, issue_long, make_patient, make_place, passed, stocked

TOTAL, SHELF = 84, 100


class Supplies(RuleBasedStateMachine):
    """One order of twelve weeks and a shelf that holds a little more."""

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.place, self.day, self.given, self.over = make_place(), DAY, 0, False
        self.lot = stocked(self.place, SHELF)
        self.order = passed(self.place, issue_long(self.place, make_patient(self.place)))

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    @rule(days=st.integers(0, 90), early=st.booleans(), short=st.integers(0, 10))
    def give(self, days: int, early: bool, short: int) -> None:
        item = self.order.items.get()
        due = supply_of(self.order, on=self.day).items[0].due(min(days, 84))
        fields = {"quantities": {item.id: max(due - short, 0)}} if short else {}
        try:
            with transaction.atomic():
                made = dispensed(
                    self.place, self.order, days, on=self.day, early_reason="travel" if early else "", **fields
                )
        except (LawBroken, BadShape):
            return
        assert not self.over
        self.given += made.days

    @rule(which=st.integers(0, 9), days=st.integers(0, 30), units=st.integers(0, 30), kept=st.booleans())
    def bring_back(self, which: int, days: int, units: int, kept: bool) -> None:
        parts = list(Dispensing.objects.order_by("created_at"))
        if not parts:
            return
        part = parts[which % len(parts)]
        reason = ReturnReason.NOT_DELIVERED if kept else ReturnReason.QUALITY
        quantities = {one.id: units for one in part.items.all()}
        try:
            with transaction.atomic():
                services.take_back(
                    by=self.place.doctor,
                    dispensing_id=part.id,
                    days=days,
                    quantities=quantities,
                    reason=reason,
                    note="",
                    submission_id=uuid4(),
                    on=self.day,
                    at=NOON,
                )
        except (LawBroken, BadShape):
            return
        self.given -= days

    @rule()
    def hold(self) -> None:
        reasons = [StopReason.ADMITTED]
        services.hold_prescriptions(
            by=self.place.doctor, resident_id=self.order.resident_id, reasons=reasons, note="", on=self.day
        )

    @rule()
    def resume(self) -> None:
        if self.state == "held":
            services.resume_prescription(by=self.place.doctor, prescription_id=self.order.id, note="出院", on=self.day)

    @rule(sure=st.integers(0, 5))
    def stop(self, sure: int) -> None:
        if sure == 5 and self.state in ("active", "held"):
            services.stop_prescription(
                by=self.place.doctor, prescription_id=self.order.id, reason=StopReason.CHANGED, note="", on=self.day
            )
            self.over = True

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.day += days * ONE_DAY

    @property
    def state(self) -> str:
        return Prescription.objects.values_list("state", flat=True).get()

    @invariant()
    def the_days_and_units_add_up(self) -> None:
        if not hasattr(self, "order"):
            return
        supply = supply_of(self.order, on=self.day)
        assert supply.remaining_days == TOTAL - self.given >= 0
        assert 0 <= supply.items[0].given <= TOTAL
        lot = StockLot.objects.get()
        moved = StockMovement.objects.aggregate(units=Sum("quantity"))["units"]
        assert lot.on_hand == moved and 0 <= lot.on_hand <= SHELF
        assert not rebuild(on=self.day, check=True).total
        assert isinstance(supply.runs_out_on, dt.date)


@pytest.mark.django_db
@pytest.mark.slow
def test_a_model_agrees_with_orders_parts_returns_and_stops() -> None:
    run_state_machine_as_test(
        Supplies,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
