"""Whatever is done to agreements in whatever order: a small model agrees, no law breaks, the ledger adds up."""

import datetime as dt
from dataclasses import asdict, dataclass
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.foundation.core.dates import add_years
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements import services
from jiayi.service.agreements.models import Agreement, AgreementStep
from jiayi.service.agreements.terms import IN_FORCE, RUNNING, Kind, State, TerminationRequest

from .factories import make_resident, make_team, make_village, request_for

DAY = dt.timedelta(days=1)
START = dt.date(2026, 1, 5)
SYSTEM = SystemViewer()
PERSONS = st.integers(0, 2)


@dataclass
class Held:
    """What the model knows of one agreement in force."""

    team: int
    starts_on: dt.date
    ends_on: dt.date
    packages: frozenset[str]
    is_suspended: bool = False


class Life(RuleBasedStateMachine):
    """Three residents, two teams, national rules: one running and one following agreement each at most."""

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.village = make_village()
        self.teams = [self.village.team, make_team(name="第二队")]
        self.residents = [make_resident(name=name) for name in ("甲", "乙", "丙")]
        self.day = START
        self.running: dict[int, Held] = {}
        self.following: dict[int, Held] = {}

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    @rule(person=PERSONS, team=st.integers(0, 1), years=st.integers(1, 3))
    def sign(self, person: int, team: int, years: int) -> None:
        free = person not in self.running and person not in self.following
        if self.tries(free, self._sign, person, team, "first", years):
            self.running[person] = self.held(team, self.day, years)

    @rule(person=PERSONS, years=st.integers(1, 3))
    def renew(self, person: int, years: int) -> None:
        former = self.running.get(person)
        may = former is not None and person not in self.following
        if former and self.tries(may, self._sign, person, former.team, "renewal", years):
            self.following[person] = self.held(former.team, former.ends_on + DAY, years)

    @rule(person=PERSONS, years=st.integers(1, 3))
    def transfer(self, person: int, years: int) -> None:
        former = self.running.get(person) or self.following.get(person)
        if former and self.tries(True, self._sign, person, 1 - former.team, "first", years, is_replacement=True):
            self.following.pop(person, None)
            self.running[person] = self.held(1 - former.team, self.day, years)

    @rule(person=PERSONS, extra=st.booleans())
    def change(self, person: int, extra: bool) -> None:
        former = self.running.get(person)
        wanted = frozenset({"basic", "primary"} if extra else {"basic"})
        if former is None:
            return
        act = partial(
            services.change_packages,
            by=self.village.by,
            agreement_id=self.row(person).id,
            packages=sorted(wanted),
            signed_on=self.day,
            on=self.day,
        )
        if self.tries(wanted != former.packages, act):
            self.running[person] = Held(former.team, self.day, former.ends_on, wanted)

    @rule(person=PERSONS, days=st.integers(1, 40))
    def suspend(self, person: int, days: int) -> None:
        held = self.running.get(person)
        if held is None:
            return
        until = self.day + days * DAY
        act = partial(
            services.suspend_agreement,
            by=self.village.by,
            agreement_id=self.row(person).id,
            reason="away",
            suspended_on=self.day,
            on=self.day,
            resumes_on=until,
        )
        if self.tries(not held.is_suspended and until <= held.ends_on, act):
            held.is_suspended, self.back = True, getattr(self, "back", {}) | {person: until}

    @rule(person=PERSONS, own_wish=st.booleans())
    def terminate(self, person: int, own_wish: bool) -> None:
        if person not in self.running:
            return
        asked = TerminationRequest(requested_by="resident", reason="own_wish", confirmed_by_resident=own_wish)
        act = partial(
            services.terminate_agreement, by=self.village.by, agreement_id=self.row(person).id, asked=asked, on=self.day
        )
        if self.tries(own_wish, act):
            del self.running[person]

    @rule(person=PERSONS)
    def void_following(self, person: int) -> None:
        if person in self.following:
            row = Agreement.objects.get(resident=self.residents[person], state=State.SCHEDULED)
            services.void_agreement(by=self.village.by, agreement_id=row.id, note="误录", on=self.day)
            del self.following[person]

    @precondition(lambda self: self.day < START + 1500 * DAY)
    @rule(days=st.sampled_from([1, 20, 200, 365, 500]))
    def time_passes(self, days: int) -> None:
        self.day += days * DAY
        services.turn_day(by=SYSTEM, on=self.day)
        assert not any(asdict(services.turn_day(by=SYSTEM, on=self.day)).values())
        for person in range(3):
            self.pass_day(person)

    def pass_day(self, person: int) -> None:
        held, following = self.running.get(person), self.following.get(person)
        back = getattr(self, "back", {})
        if held and held.is_suspended and back[person] <= self.day <= held.ends_on:
            held.is_suspended = False
        if following and following.starts_on <= self.day and (held is None or held.ends_on < following.starts_on):
            self.running[person], held = following, following
            del self.following[person]
        if held and held.ends_on < self.day:
            self.running.pop(person, None)

    @invariant()
    def the_model_agrees_and_no_law_is_broken(self) -> None:
        if not hasattr(self, "residents"):
            return
        for person, resident in enumerate(self.residents):
            rows = list(
                Agreement.objects.filter(resident=resident, state__in=IN_FORCE).exclude(kind=Kind.SUPPLEMENTARY)
            )
            running = [row for row in rows if row.state in RUNNING]
            ahead = [row for row in rows if row.state == State.SCHEDULED]
            assert len(running) <= 1 and len(ahead) <= 1
            self.agrees(self.running.get(person), running)
            self.agrees(self.following.get(person), ahead)
        self.adds_up()

    def agrees(self, held: Held | None, rows: list[Agreement]) -> None:
        assert (held is not None) == bool(rows)
        if held:
            row = rows[0]
            told = (row.team_id, row.ends_on, frozenset(row.package_codes), row.state == State.SUSPENDED)
            assert told == (self.teams[held.team].id, held.ends_on, held.packages, held.is_suspended)

    def adds_up(self) -> None:
        assert not services.reconcile_loads(by=SYSTEM, on=self.day)
        assert not rebuild(on=self.day, check=True).total
        for state in State:
            balance = AgreementStep.objects.filter(to_state=state).count()
            balance -= AgreementStep.objects.filter(from_state=state).count()
            assert balance == Agreement.objects.filter(state=state).count()
        assert not AgreementStep.objects.filter(act="").exists()

    def held(self, team: int, starts_on: dt.date, years: int) -> Held:
        return Held(team, starts_on, add_years(starts_on, years) - DAY, frozenset({"basic"}))

    def row(self, person: int) -> Agreement:
        rows = Agreement.objects.filter(resident=self.residents[person], state__in=RUNNING)
        return rows.exclude(kind=Kind.SUPPLEMENTARY).get()

    def _sign(self, person: int, team: int, kind: str, years: int, **fields) -> None:
        asked = request_for(
            self.teams[team], self.residents[person], kind=kind, years=years, signed_on=self.day, **fields
        )
        services.sign_agreement(by=self.village.by, asked=asked, on=self.day)

    def tries(self, may: bool, act, *arguments, **fields) -> bool:
        """The act succeeds exactly when the model says that it may."""
        try:
            with transaction.atomic():
                act(*arguments, **fields)
        except (LawBroken, BadShape) as refusal:
            assert not may, refusal
            return False
        assert may
        return True


@pytest.mark.slow
@pytest.mark.django_db
def test_the_life_of_agreements_follows_the_model():
    checks = settings(max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Life, settings=checks)
