"""The counters equal what they count, after whatever people do, and are set right where they do not."""

import contextlib
import datetime as dt
from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements import services
from jiayi.service.agreements.models import Agreement, DoctorLoad, HouseholdTeam, TeamLoad
from jiayi.service.agreements.terms import IN_FORCE, TerminationRequest

from .factories import SIGNED_ON, agreement_of, make_household, make_resident, make_team, make_village, sign

pytestmark = pytest.mark.django_db
SYSTEM = SystemViewer()


def counted() -> tuple[Counter, Counter, Counter, Counter]:
    """Persons and households of teams, persons of doctors and of households with teams, counted one by one."""
    rows = Agreement.objects.filter(state__in=IN_FORCE).exclude(kind="supplementary")
    found = {(row.team_id, row.household_id, row.responsible_person_id, row.resident_id) for row in rows}
    return (
        Counter(team for team, _ in {(team, resident) for team, _, _, resident in found}),
        Counter(team for team, _ in {(team, house) for team, house, _, _ in found if house}),
        Counter(doctor for doctor, _ in {(doctor, resident) for _, _, doctor, resident in found}),
        Counter((house, team) for house, team, _ in {(house, team, one) for team, house, _, one in found if house}),
    )


def kept() -> tuple[Counter, Counter, Counter, Counter]:
    """What the counters say."""
    teams = TeamLoad.objects.all()
    return (
        +Counter({load.team_id: load.persons for load in teams}),
        +Counter({load.team_id: load.households for load in teams}),
        +Counter(dict(DoctorLoad.objects.values_list("practitioner_id", "persons"))),
        +Counter({(row.household_id, row.team_id): row.persons for row in HouseholdTeam.objects.all()}),
    )


class Acts(RuleBasedStateMachine):
    """Two teams, a household of three and two who live alone; days only go forward."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        village = make_village("household-village")
        self.by = village.by
        self.teams = [village.team, make_team()]
        self.household = make_household(members=3)
        self.people = [*self.household.members.order_by("id"), make_resident(), make_resident()]
        self.day = dt.date(2026, 10, 1)

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @rule(
        person=st.integers(0, 4),
        team=st.integers(0, 1),
        kind=st.sampled_from(["first", "first", "renewal", "supplementary"]),
        replaces=st.booleans(),
    )
    def sign_person(self, person: int, team: int, kind: str, replaces: bool) -> None:
        self.attempt(self.teams[team], self.people[person], kind=kind, is_replacement=replaces, course_days=20)

    @rule(team=st.integers(0, 1), kind=st.sampled_from(["first", "renewal"]), replaces=st.booleans())
    def sign_household(self, team: int, kind: str, replaces: bool) -> None:
        asked = {"household_id": self.household.id, "unit": "household", "kind": kind, "is_replacement": replaces}
        self.attempt(self.teams[team], **asked)

    def attempt(self, team, *people, **asked) -> None:
        with contextlib.suppress(LawBroken, BadShape):
            sign(team, *people, by=self.by, signed_on=self.day, **asked)

    @rule(person=st.integers(0, 4), how=st.sampled_from(["void", "terminate", "die"]))
    def end(self, person: int, how: str) -> None:
        agreement = Agreement.objects.filter(resident=self.people[person], state__in=IN_FORCE).first()
        if agreement is None:
            return
        if how == "void":
            services.void_agreement(by=self.by, agreement_id=agreement.id, note="错录", on=self.day)
        elif how == "die":
            services.end_agreements_of_dead(by=SYSTEM, resident_id=agreement.resident_id, died_on=self.day)
        else:
            asked = TerminationRequest(
                requested_by="resident", reason="own_wish", confirmed_by_resident=True, confirmed_by_team=True
            )
            services.terminate_agreement(by=self.by, agreement_id=agreement.id, asked=asked, on=self.day)

    @rule(days=st.sampled_from([1, 30, 92, 365]))
    def pass_time(self, days: int) -> None:
        self.day += dt.timedelta(days=days)
        services.start_scheduled(by=SYSTEM, on=self.day)
        services.expire(by=SYSTEM, on=self.day)

    @invariant()
    def counters_equal_what_they_count(self) -> None:
        assert kept() == counted()

    @invariant()
    def a_household_has_one_team_that_is_exclusive(self) -> None:
        assert HouseholdTeam.objects.filter(household=self.household, is_exclusive=True, persons__gt=0).count() <= 1

    @invariant()
    def tasks_follow_from_agreements(self) -> None:
        assert rebuild(on=self.day, check=True).total == 0


@pytest.mark.slow
def test_counters_and_tasks_are_right_after_any_acts():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Acts,
        settings=settings(max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=checks),
    )


def test_wrong_counters_are_found_and_set_right():
    village = make_village("household-village")
    sign(village, household_id=make_household(members=2).id, unit="household")
    other = make_team()
    TeamLoad.objects.filter(team=village.team).update(persons=7, households=3)
    TeamLoad.objects.create(team=other, persons=1)
    DoctorLoad.objects.all().delete()
    HouseholdTeam.objects.update(persons=9)
    found = services.reconcile_loads(by=SYSTEM, on=SIGNED_ON)
    assert {(one.what, one.was, one.counted) for one in found} == {
        ("team_persons", 7, 2),
        ("team_households", 3, 1),
        ("team_persons", 1, 0),
        ("doctor_persons", 0, 2),
        ("household_persons", 9, 2),
    }
    assert kept() == counted()
    assert Entry.objects.get(act="agreements.reconcile_loads").details["differences"] == 5
    assert services.reconcile_loads(by=SYSTEM, on=SIGNED_ON) == []


def test_a_member_who_changed_households_is_counted_with_the_new_one():
    village = make_village("household-village")
    old, new = make_household(members=2), make_household(members=1)
    sign(village, household_id=old.id, unit="household")
    moved = old.members.exclude(id=old.head_id).get()
    old.members.filter(id=moved.id).update(household=new)
    services.reconcile_loads(by=SYSTEM, on=SIGNED_ON)
    assert agreement_of(moved).household_id == new.id
    assert TeamLoad.objects.get().households == 2
    assert kept() == counted()


def test_counters_never_fall_below_nothing():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    TeamLoad.objects.update(persons=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        services.end_agreements_of_dead(by=SYSTEM, resident_id=resident.id, died_on=SIGNED_ON)
