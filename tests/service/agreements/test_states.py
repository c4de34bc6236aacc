"""The ledger of states: kept by the database, and nothing happens that the table of transitions does not know."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.service.agreements import services
from jiayi.service.agreements.models import Agreement, AgreementStep, TeamLoad
from jiayi.service.agreements.terms import (
    IN_FORCE,
    NEW,
    TRANSITIONS,
    UNSIGNED,
    State,
    allowed_pairs,
    is_allowed,
)

from .factories import (
    SIGNED_ON,
    agreement_of,
    make_household,
    make_resident,
    make_signer,
    make_village,
    request_for,
    sign,
)

pytestmark = pytest.mark.django_db
SYSTEM = SystemViewer()
DAY = dt.timedelta(days=1)


def steps_of(resident) -> list[tuple[str, str, str]]:
    rows = AgreementStep.objects.filter(agreement__resident=resident).order_by("id")
    return list(rows.values_list("from_state", "to_state", "act"))


def test_the_database_knows_the_transitions_of_the_terms():
    with connection.cursor() as cursor:
        cursor.execute("SELECT from_state, to_state FROM agreements_transitions()")
        assert sorted(cursor.fetchall()) == allowed_pairs()


def test_every_state_is_reached_and_left_as_its_kind_demands():
    reached = {end for _, _, end in TRANSITIONS}
    left = {start for _, start, _ in TRANSITIONS}
    assert reached == set(State)
    assert {*UNSIGNED, *IN_FORCE, NEW} <= left
    assert not {State.EXPIRED, State.VOID} & left


def test_the_database_refuses_a_step_that_nobody_may_take():
    sign(make_village(), resident := make_resident())
    agreement = agreement_of(resident)
    rows = Agreement.objects.filter(id=agreement.id)
    rows.update(state=State.EXPIRED, ended_on=agreement.ends_on)
    assert not is_allowed(State.EXPIRED, State.ACTIVE)
    with pytest.raises(IntegrityError, match="cannot come from"), transaction.atomic():
        rows.update(state=State.ACTIVE, ended_on=None)
    assert agreement_of(resident).state == State.EXPIRED


def test_each_step_says_what_was_done_by_whom_and_for_which_day():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    step = AgreementStep.objects.get()
    assert (step.from_state, step.to_state, step.act) == ("", "active", "sign")
    assert (step.on, step.by_id, step.by_name) == (SIGNED_ON, village.by.actor_id, village.by.actor_name)


def test_a_draft_takes_no_seat_and_is_signed_by_the_day_it_is_signed_on():
    village, resident = make_village(), make_resident()
    paper = services.prepare_agreement(by=village.by, asked=request_for(village, resident), on=SIGNED_ON)
    assert agreement_of(resident).state == State.DRAFT
    assert not TeamLoad.objects.filter(persons__gt=0).exists()
    services.offer_agreement(by=village.by, paper_id=paper.id, on=SIGNED_ON)
    later = SIGNED_ON + 5 * DAY
    signed = services.confirm_agreement(by=village.by, paper_id=paper.id, signed_on=later, on=later)
    agreement = agreement_of(resident)
    assert (signed.number, agreement.paper_id) == (paper.number, paper.id)
    assert (agreement.state, agreement.signed_on, agreement.starts_on) == (State.ACTIVE, later, later)
    assert agreement.packages.count() == 1
    assert TeamLoad.objects.get(team=village.team).persons == 1
    assert steps_of(resident) == [
        ("", "draft", "prepare"),
        ("draft", "pending", "offer"),
        ("pending", "active", "sign"),
    ]


def test_a_paper_whose_resident_has_signed_elsewhere_meanwhile_is_refused_and_still_waits():
    village, resident = make_village(), make_resident()
    paper = services.prepare_agreement(by=village.by, asked=request_for(village, resident), on=SIGNED_ON)
    sign(village, resident)
    with pytest.raises(LawBroken) as refused:
        services.confirm_agreement(by=village.by, paper_id=paper.id, signed_on=SIGNED_ON, on=SIGNED_ON)
    assert "B_ALREADY_SIGNED" in {breach["code"] for breach in refused.value.breaches}
    assert paper.agreements.get().state == State.DRAFT


def test_of_a_household_only_those_who_came_sign():
    village, household = make_village(), make_household(members=3)
    asked = request_for(village, household_id=household.id, unit="household", resident_ids=())
    paper = services.prepare_agreement(by=village.by, asked=asked, on=SIGNED_ON)
    came = list(household.members.order_by("id")[:2])
    services.confirm_agreement(
        by=village.by, paper_id=paper.id, signed_on=SIGNED_ON, on=SIGNED_ON, resident_ids=[one.id for one in came]
    )
    states = dict(paper.agreements.values_list("resident_id", "state"))
    assert sorted(states.values()) == ["active", "active", "void"]
    assert all(states[one.id] == "active" for one in came)


def test_a_paper_is_taken_back_once_and_never_signed_afterwards():
    village, resident = make_village(), make_resident()
    paper = services.prepare_agreement(by=village.by, asked=request_for(village, resident), on=SIGNED_ON)
    assert services.withdraw_agreement(by=village.by, paper_id=paper.id, note="不签了", on=SIGNED_ON) == 1
    assert agreement_of(resident).end_reason == "withdrawn"
    for act in (
        lambda: services.withdraw_agreement(by=village.by, paper_id=paper.id, note="", on=SIGNED_ON),
        lambda: services.offer_agreement(by=village.by, paper_id=paper.id, on=SIGNED_ON),
        lambda: services.confirm_agreement(by=village.by, paper_id=paper.id, signed_on=SIGNED_ON, on=SIGNED_ON),
    ):
        with pytest.raises(BadShape, match="E_NOT_WAITING"):
            act()


def test_papers_that_waited_too_long_become_void():
    village, resident = make_village(), make_resident()
    services.prepare_agreement(by=village.by, asked=request_for(village, resident), on=SIGNED_ON)
    assert services.lapse_unsigned(by=SYSTEM, on=SIGNED_ON + 30 * DAY) == 0
    assert services.lapse_unsigned(by=SYSTEM, on=SIGNED_ON + 31 * DAY) == 1
    assert agreement_of(resident).end_reason == "not_confirmed"
    assert services.lapse_unsigned(by=SYSTEM, on=SIGNED_ON + 31 * DAY) == 0


def test_a_suspended_agreement_keeps_its_seat_and_goes_on_by_itself():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    agreement, back = agreement_of(resident), SIGNED_ON + 20 * DAY
    services.suspend_agreement(
        by=village.by, agreement_id=agreement.id, reason="in_hospital", suspended_on=SIGNED_ON, on=SIGNED_ON,
        resumes_on=back,
    )  # fmt: skip
    assert TeamLoad.objects.get().persons == 1
    with pytest.raises(LawBroken):
        sign(village, resident)
    assert services.resume_expected(by=SYSTEM, on=back - DAY) == 0
    assert services.resume_expected(by=SYSTEM, on=back) == 1
    agreement.refresh_from_db()
    assert (agreement.state, agreement.suspended_on, agreement.suspension_reason) == ("active", None, "")
    assert [act for _, _, act in steps_of(resident)] == ["sign", "suspend", "resume"]


def test_a_suspension_needs_a_reason_a_day_and_the_right_to_sign():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    agreement = agreement_of(resident)
    usual = {"by": village.by, "agreement_id": agreement.id, "reason": "away", "suspended_on": SIGNED_ON}
    for wrong, code in (
        ({"reason": "x"}, "E_CODE_UNKNOWN"),
        ({"suspended_on": SIGNED_ON + DAY}, "E_DATE_OUT_OF_RANGE"),
        ({"resumes_on": SIGNED_ON}, "E_RESUMES_OUT_OF_TERM"),
        ({"resumes_on": agreement.ends_on + DAY}, "E_RESUMES_OUT_OF_TERM"),
    ):
        with pytest.raises(BadShape, match=code):
            services.suspend_agreement(**(usual | wrong), on=SIGNED_ON)
    with pytest.raises(NotVisible):
        services.suspend_agreement(**(usual | {"by": make_signer("999999")}), on=SIGNED_ON)
    services.suspend_agreement(**usual, on=SIGNED_ON)
    with pytest.raises(BadShape, match="E_NOT_IN_FORCE"):
        services.suspend_agreement(**usual, on=SIGNED_ON)
    resumed = services.resume_agreement(by=village.by, agreement_id=agreement.id, resumed_on=SIGNED_ON, on=SIGNED_ON)
    assert resumed.state == "active"


def test_other_packages_are_signed_to_the_end_of_the_same_term():
    village, resident = make_village(), make_resident()
    sign(village, resident)
    former, day = agreement_of(resident), SIGNED_ON + 40 * DAY
    services.give_notice(by=village.by, agreement_id=former.id, notified_on=SIGNED_ON, on=SIGNED_ON)
    services.change_packages(
        by=village.by, agreement_id=former.id, packages=["basic", "primary"], signed_on=day, on=day
    )
    agreement = agreement_of(resident)
    former.refresh_from_db()
    assert (former.state, former.ended_on, agreement.previous_id) == ("changed", day - DAY, former.id)
    assert (agreement.kind, agreement.starts_on, agreement.ends_on) == ("first", day, former.ends_on)
    assert (agreement.package_codes, agreement.notified_on) == (["basic", "primary"], SIGNED_ON)
    assert TeamLoad.objects.get().persons == 1
    with pytest.raises(BadShape, match="E_NOTHING_CHANGES"):
        services.change_packages(
            by=village.by, agreement_id=agreement.id, packages=["primary", "basic"], signed_on=day, on=day
        )


def test_the_ledger_adds_up_to_the_states():
    village, residents = make_village(), [make_resident(name=f"居民{n}") for n in "甲乙丙"]
    for resident in residents:
        sign(village, resident)
    first = agreement_of(residents[0])
    services.void_agreement(by=village.by, agreement_id=first.id, note="误录", on=SIGNED_ON)
    call_command("daily", on=agreement_of(residents[1]).ends_on + DAY, verbosity=0)
    for state in State:
        entered = AgreementStep.objects.filter(to_state=state).count()
        left = AgreementStep.objects.filter(from_state=state).count()
        assert entered - left == Agreement.objects.filter(state=state).count(), state
    assert not AgreementStep.objects.filter(act="").exists()
