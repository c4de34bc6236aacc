"""Whatever is done to referrals in whatever order: a small model agrees, and the tasks are those of the records."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people.models import CareRelation
from jiayi.registry.tasks.services import rebuild
from jiayi.service.referral import services
from jiayi.service.referral.models import Referral, ReferralStep
from jiayi.service.referral.terms import ENDED, SHARED, Appointment

from .factories import DAY, at, make_county, make_resident, reply

PERSONS = st.integers(0, 1)
# Which state each act leads to, from which states, for a routine referral upward; twice is once for some.
MODEL = {
    "accept": ({"submitted"}, "accepted"),
    "reject": ({"submitted"}, "rejected"),
    "schedule": ({"accepted", "scheduled", "no_show"}, "scheduled"),
    "arrive": ({"accepted", "scheduled", "no_show", "arrived"}, "arrived"),
    "miss": ({"accepted", "scheduled", "no_show"}, "no_show"),
    "treat": ({"arrived", "in_treatment"}, "in_treatment"),
    "propose_return": ({"arrived", "in_treatment"}, "return_proposed"),
    "take_back": ({"return_proposed", "returned"}, "returned"),
    "follow_up": ({"returned"}, "followed_up"),
    "close": ({"arrived", "in_treatment", "followed_up"}, "closed"),
    "cancel": ({"draft", "submitted", "accepted", "scheduled", "no_show"}, "cancelled"),
    "submit": ({"draft", "submitted"}, "submitted"),
}
AT_HOME = {"submit", "cancel", "take_back", "follow_up", "close"}


class Life(RuleBasedStateMachine):
    """Two residents, one episode each at a time, national rules."""

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.county = make_county()
        self.doctor, self.desk = self.county.doctor, self.county.desk
        self.residents = [make_resident(name=name) for name in ("甲", "乙")]
        self.day = DAY
        self.states: dict[int, str] = {}
        self.rows: dict[int, Referral] = {}

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    @rule(person=PERSONS)
    def draft(self, person: int) -> None:
        may = self.states.get(person, "closed") in ENDED
        try:
            with transaction.atomic():
                row = self.county.draft(self.residents[person], on=self.day)
        except LawBroken:
            assert not may
        else:
            assert may
            self.states[person], self.rows[person] = "draft", row

    @rule(person=PERSONS, act=st.sampled_from(sorted(MODEL)))
    def do(self, person: int, act: str) -> None:
        if person not in self.rows:
            return
        starts, end = MODEL[act]
        # what is cancelled may be cancelled again, what is closed closed: twice is once
        may = self.states[person] in starts or self.states[person] == end and act in ("cancel", "close")
        common = {"by": self.doctor if act in AT_HOME else self.desk, "referral_id": self.rows[person].id}
        try:
            with transaction.atomic():
                getattr(services, act)(on=self.day, at=at(self.day), **common, **self.words(act))
        except NotVisible:
            assert self.states[person] == "draft" and act not in AT_HOME  # not sent yet, not theirs to know
        except (BadShape, LawBroken):
            assert not may
        else:
            assert may
            self.states[person] = end

    def words(self, act: str) -> dict:
        given = {
            "reject": {"reason": "no_bed"},
            "cancel": {"reason": "improved"},
            "schedule": {"appointment": Appointment(self.day)},
            "propose_return": {"reply": reply(self.day)},
            "follow_up": {"note": "平稳"},
            "close": {"note": "办结"},
        }
        return given.get(act, {})

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        self.day += dt.timedelta(days=days)
        services.turn_day(by=SystemViewer(), on=self.day)
        for person, row in self.rows.items():
            found = Referral.objects.get(id=row.id)
            if found.state == "expired" and self.states[person] != "expired":
                assert self.states[person] in {"submitted", "accepted", "scheduled", "no_show"}
                self.states[person] = "expired"

    @invariant()
    def the_model_agrees(self) -> None:
        if not hasattr(self, "rows"):
            return
        for person, row in self.rows.items():
            found = Referral.objects.get(id=row.id)
            assert found.state == self.states[person]
            assert found.version == ReferralStep.objects.filter(referral=found).count()
            shown = CareRelation.objects.filter(subject_id=row.id, until__gte=self.day).exists()
            within = found.accepted_on is None or (self.day - found.accepted_on).days <= 60
            assert shown == (found.state in SHARED) or not within
        assert rebuild(on=self.day, check=True).total == 0


@pytest.mark.django_db
@pytest.mark.slow
def test_referrals_follow_their_life() -> None:
    quick = settings(max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Life, settings=quick)
