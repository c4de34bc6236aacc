"""Whatever is saved, corrected, voided, signed, changed and ended in whatever order: a small model agrees, and the
checks of ledger and tasks find no difference."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.dates import add_years
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements import services as agreements
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import RUNNING, TerminationRequest
from jiayi.service.fulfilment.services import ledger_differences, open_years

from .factories import done, make_resident, make_village, saved, sign, voided

DAY = dt.timedelta(days=1)
START = dt.date(2026, 1, 5)
PACKAGES = {True: ("basic", "two-diseases"), False: ("basic",)}


@dataclass
class Signed:
    """An agreement of the model: its days, and whether the package with the follow-ups is in it."""

    year_from: dt.date  # from which the years of its promise are counted
    starts_on: dt.date
    ends_on: dt.date
    has_package: bool
    is_void: bool = False


@dataclass
class Saved:
    """A record of the model."""

    on: dt.date
    version: int = 1
    counts: bool = True  # its way and fields fulfil a follow-up
    is_void: bool = False


@dataclass
class Known:
    agreements: list[Signed] = field(default_factory=list)
    records: dict[UUID, Saved] = field(default_factory=dict)


class Promises(RuleBasedStateMachine):
    """One resident who signs, changes and leaves, and follow-ups that are entered early, late and wrong."""

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.village, self.resident, self.day, self.known = make_village(), make_resident(), START, Known()

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    @property
    def running(self) -> Signed | None:
        last = self.known.agreements[-1] if self.known.agreements else None
        return last if last and not last.is_void and last.ends_on >= self.day and self.row() else None

    def row(self) -> Agreement | None:
        return Agreement.objects.filter(resident=self.resident, state__in=RUNNING).first()

    @rule(with_package=st.booleans(), years=st.integers(1, 2))
    def sign(self, with_package: bool, years: int) -> None:
        if self.row():
            return
        sign(self.village, self.resident, packages=PACKAGES[with_package], years=years, signed_on=self.day)
        ends_on = add_years(self.day, years) - DAY
        self.known.agreements.append(Signed(self.day, self.day, ends_on, with_package))

    @rule()
    def change(self) -> None:
        former = self.running
        if former is None:
            return
        wanted = not former.has_package
        agreements.change_packages(
            by=self.village.by,
            agreement_id=self.row().id,
            packages=PACKAGES[wanted],
            signed_on=self.day,
            on=self.day,
        )
        self.known.agreements.append(Signed(former.year_from, self.day, former.ends_on, wanted))
        former.ends_on = max(former.starts_on, self.day - DAY)

    @rule()
    def terminate(self) -> None:
        if self.running is None:
            return
        asked = TerminationRequest(requested_by="resident", reason="own_wish", confirmed_by_resident=True)
        agreements.terminate_agreement(by=self.village.by, agreement_id=self.row().id, asked=asked, on=self.day)
        self.known.agreements[-1].ends_on = self.day

    @rule()
    def cancel(self) -> None:
        if self.running is None:
            return
        agreements.void_agreement(by=self.village.by, agreement_id=self.row().id, note="误录", on=self.day)
        self.known.agreements[-1].is_void = True

    @rule(days_ago=st.integers(0, 400), counts=st.booleans())
    def save(self, days_ago: int, counts: bool) -> None:
        record = Saved(self.day - days_ago * DAY, counts=counts)
        record_id = saved(self.resident, record.on, mode="clinic" if counts else "phone")
        self.known.records[record_id] = record

    @rule(days_ago=st.integers(0, 400))
    def save_combined(self, days_ago: int) -> None:
        """One visit with two records: the other disease's is in no package, and is no second contact."""
        on, visit = self.day - days_ago * DAY, uuid4()
        record_id = saved(self.resident, on, mode="clinic", visit_id=visit)
        saved(self.resident, on, mode="clinic", visit_id=visit, form="diabetes-follow-up", fields=frozenset({"note"}))
        self.known.records[record_id] = Saved(on)

    @rule(which=st.integers(0, 20), days=st.integers(-60, 60), counts=st.booleans())
    def correct(self, which: int, days: int, counts: bool) -> None:
        standing = [one for one, record in self.known.records.items() if not record.is_void]
        if not standing:
            return
        record_id = standing[which % len(standing)]
        record = self.known.records[record_id]
        record.on, record.version, record.counts = record.on + days * DAY, record.version + 1, counts
        mode = "clinic" if counts else "phone"
        saved(self.resident, record.on, record_id=record_id, version=record.version, mode=mode)

    @rule(which=st.integers(0, 20))
    def cancel_record(self, which: int) -> None:
        if not self.known.records:
            return voided(self.resident, uuid4(), self.day)
        record_id = sorted(self.known.records)[which % len(self.known.records)]
        voided(self.resident, record_id, self.day)
        self.known.records[record_id].is_void = True

    @rule(days=st.sampled_from([1, 30, 200, 365]))
    def time_passes(self, days: int) -> None:
        self.day += days * DAY
        agreements.turn_day(by=SystemViewer(), on=self.day)
        open_years(by=SystemViewer(), on=self.day)
        assert open_years(by=SystemViewer(), on=self.day) == 0

    @invariant()
    def the_model_agrees_and_the_checks_find_nothing(self) -> None:
        if not hasattr(self, "resident"):
            return
        assert not ledger_differences(on=self.day)
        assert not rebuild(on=self.day, check=True).total
        assert done(self.resident) == sum(self.counted(record) for record in self.known.records.values())
        assert done(self.resident, is_extra=False) == self.within()

    def holder(self, on: dt.date) -> Signed | None:
        """The agreement with the package whose days hold this one, and whose year has begun."""
        held = [one for one in self.known.agreements if not one.is_void and one.has_package]
        held = [one for one in held if one.starts_on <= on <= one.ends_on and self.year_of(one, on) <= self.day]
        return max(held, key=lambda one: one.starts_on, default=None)

    def year_of(self, one: Signed, on: dt.date) -> dt.date:
        years = [add_years(one.year_from, number) for number in range(10)]
        return max(year for year in years if year <= on)

    def counted(self, record: Saved) -> bool:
        return not record.is_void and record.counts and self.holder(record.on) is not None

    def within(self) -> int:
        """By year of each promise, at most the four that the package holds."""
        years: dict[tuple[dt.date, dt.date], int] = {}
        for record in self.known.records.values():
            if self.counted(record):
                one = self.holder(record.on)
                key = (one.year_from, self.year_of(one, record.on))
                years[key] = years.get(key, 0) + 1
        return sum(min(4, count) for count in years.values())


@pytest.mark.slow
@pytest.mark.django_db
def test_ledger_and_tasks_follow_the_model():
    checks = settings(max_examples=12, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Promises, settings=checks)
