"""Orders follow what happens: visits do their follow-ups, alarms hold them, ends end them, the night tidies up."""

import datetime as dt
from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest

from jiayi.config.timetable import turn_day
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people.services import mark_died, merge_residents, record_group
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuild
from jiayi.service.agreements import services as agreement_services
from jiayi.service.agreements.terms import TerminationRequest
from jiayi.service.care import services as care_services
from jiayi.service.prescriptions import services
from jiayi.service.prescriptions.models import FollowUp, Prescription
from tests.service.agreements import factories as agreements
from tests.service.care import factories as care

from .factories import (
    DAY,
    NOON,
    ONE_DAY,
    dispensed,
    issue,
    issue_long,
    make_patient,
    make_place,
    passed,
    stocked,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    now = {"day": DAY}
    monkeypatch.setattr(clock, "today", lambda: now["day"])
    return now


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def order(place):
    stocked(place)
    return passed(place, issue_long(place, make_patient(place, seen_on=DAY - ONE_DAY)))


def seen(order: Prescription, today: dict, days: int, values=None, **fields):
    """The patient is visited so many days after the order."""
    today["day"] = DAY + days * ONE_DAY
    by = care.carer(agreements.COUNTY)
    return care.save(order.resident, values, by=by, visit_on=today["day"], on=today["day"], **fields)


def state_of(order: Prescription) -> tuple[str, list[str]]:
    order.refresh_from_db()
    return order.state, order.hold_reasons


def dues() -> list[dt.date]:
    return list(FollowUp.objects.filter(done_on=None).order_by("due_on").values_list("due_on", flat=True))


def test_longer_orders_are_followed_up_on_set_days_and_four_weeks_are_not(place, order) -> None:
    assert dues() == [DAY + n * ONE_DAY for n in (14, 28, 56)]
    short = passed(place, issue(place, make_patient(place)))
    assert not short.follow_ups.exists()
    assert Task.objects.filter(kind="prescription_follow_up", state="open").count() == 3
    assert not rebuild(on=DAY, check=True).total


def test_a_visit_does_the_follow_up_and_nobody_enters_it_twice(order, today) -> None:
    record = seen(order, today, 13)
    visit = FollowUp.objects.get(record_id=record.id)
    assert (visit.due_on, visit.decision) == (DAY + 14 * ONE_DAY, "continue")
    assert Task.objects.filter(kind="prescription_follow_up", state="open").count() == 2
    care_services.void_record(
        by=care.carer(agreements.COUNTY), record_id=record.id, note="误录", on=today["day"], at=NOON
    )
    assert len(dues()) == 3 and not rebuild(on=today["day"], check=True).total


@pytest.mark.parametrize(
    ("values", "reasons"),
    [
        (care.pressure(168, 98), ["goal_missed"]),
        (care.pressure(adverse_reaction=True, adverse_reaction_note="踝部水肿"), ["adverse_reaction"]),
        (care.pressure(adherence="intermittent", irregular_reason="forgot"), ["poor_adherence"]),
    ],
)
def test_what_a_visit_finds_puts_the_order_on_hold_and_asks_for_a_judgement(order, today, values, reasons) -> None:
    seen(order, today, 14, values)
    assert state_of(order) == ("held", reasons)
    assert Task.objects.get(kind="prescription_review", state="open").subject_id == order.id
    assert FollowUp.objects.get(done_on=today["day"]).decision == "adjust"
    assert not rebuild(on=today["day"], check=True).total


def test_an_urgent_value_holds_the_order(order, today) -> None:
    seen(order, today, 14, care.pressure(188, 112, referral_reason="血压过高"), acts_on_urgent=True)
    state, reasons = state_of(order)
    assert state == "held" and reasons[0] == "urgent_value"


def test_an_allergy_that_the_order_did_not_know_holds_it(order, today) -> None:
    told = {"drug_count": 1, "allergies": "青霉素", "adherence": "regular", "problems": ["none"], "topics": ["dose"]}
    seen(order, today, 2, told | {"guidance": "按时服药", "informed": True}, form="medication-guidance")
    assert state_of(order) == ("held", ["allergy_changed"])


def test_what_is_known_anew_holds_the_order_once(order, today) -> None:
    """A pregnancy, kidneys or a liver that got worse: until a doctor has judged it, and not again for the same."""
    village_doctor = care.carer(agreements.COUNTY)
    Prescription.objects.get(pk=order.pk).versions.update(content={"allergies": [], "pregnant": False, "egfr": 80})
    of_order = {"by": village_doctor, "resident_id": order.resident_id, "source": "clinic", "device": ""}
    observe = partial(care_services.observe, **of_order)
    today["day"] = DAY + ONE_DAY
    seen_at = NOON + ONE_DAY
    for code, unit, number, reasons in (
        ("egfr", "ml_per_minute", 70, []),
        ("egfr", "ml_per_minute", 60, ["organ_function"]),
        ("egfr", "ml_per_minute", 60, []),
        ("alt", "u_per_l", 120, []),
        ("alt", "u_per_l", 121, ["organ_function"]),
    ):
        seen_at += dt.timedelta(minutes=1)
        observe(code=code, number=Decimal(number), unit=unit, at=seen_at, now=seen_at)
        assert state_of(order) == ("held" if reasons else "active", reasons), (code, number)
        if reasons:
            resumed(order, today["day"])
    record_group(by=SystemViewer(), resident_id=order.resident_id, group="maternal", since=DAY, on=today["day"])
    assert state_of(order) == ("held", ["pregnancy"])
    assert Task.objects.get(kind="prescription_review", state="open").subject_id == order.id


def resumed(order: Prescription, on: dt.date) -> None:
    services.resume_prescription(by=care_doctor(order), prescription_id=order.id, note="已复查", on=on)
    assert state_of(order) == ("active", [])


def care_doctor(order: Prescription):
    return viewer(order.prescriber)


def test_an_admission_holds_what_was_issued_before_it(place, order, today) -> None:
    stay = partial(services.follow_admissions, by=SystemViewer(), on=DAY + 9 * ONE_DAY)
    stay(stays=[(order.resident_id, DAY - ONE_DAY)])
    assert state_of(order) == ("active", [])
    stay(stays=[(order.resident_id, DAY + 8 * ONE_DAY), (order.resident_id, DAY - ONE_DAY)])
    assert state_of(order) == ("held", ["admitted"])


def test_a_visit_before_the_order_says_nothing_against_it(order, today) -> None:
    today["day"] = DAY + ONE_DAY
    by = care.carer(agreements.COUNTY)
    care.save(order.resident, care.pressure(168, 98), by=by, visit_on=DAY - 20 * ONE_DAY, on=today["day"])
    assert state_of(order) == ("active", [])


def test_too_few_days_covered_hold_the_order_until_a_doctor_has_judged_them(place, order, today) -> None:
    dispensed(place, order)
    for days, held in ((35, 0), (36, 1), (37, 0)):
        today["day"] = DAY + days * ONE_DAY
        FollowUp.objects.update(done_on=DAY, decision="continue")
        assert turn_day(today["day"])["prescriptions_held"] == held, days
    assert state_of(order) == ("held", ["poor_adherence"])
    resumed(order, today["day"])
    assert turn_day(today["day"] + ONE_DAY)["prescriptions_held"] == 0
    today["day"] += 14 * ONE_DAY
    assert turn_day(today["day"])["prescriptions_held"] == 1


def test_from_five_medicines_a_review_is_due_once_and_the_review_puts_it_off_for_a_year(place, order, today) -> None:
    for number, drug in enumerate(("valsartan", "metformin", "atorvastatin", "aspirin"), 2):
        order.items.create(id=uuid4(), position=number, drug=drug, name=drug, form="tablet", strength="1", total=84,
                           units_per_dose=1, frequency="daily", route="oral")  # fmt: skip
        rebuild(on=DAY)
        assert Task.objects.filter(kind="medication_review", state="open").count() == (number == 5)
    due = Task.objects.get(kind="medication_review")
    assert (due.subject_id, due.from_on, due.due_on) == (order.id, DAY, DAY + 30 * ONE_DAY)
    told = {"diagnoses": "高血压", "drugs": [{"name": "氨氯地平", "times_per_day": 1, "dose": "5mg"}], "drug_count": 5}
    told |= {
        "allergies": "无",
        "urgent_problem": False,
        "conclusion": "继续现方案",
        "doctor_told": True,
        "adherence": "regular",
    }
    review = seen(order, today, 3, told, form="medication-review")
    again = Task.objects.get(kind="medication_review", state="open")
    assert again.from_on == DAY + 368 * ONE_DAY and not rebuild(on=today["day"], check=True).total
    by = care.carer(agreements.COUNTY)
    care_services.void_record(by=by, record_id=review.id, note="误录", on=today["day"], at=NOON)
    assert Task.objects.get(kind="medication_review", state="open").from_on == DAY
    services.stop_prescription(by=place.doctor, prescription_id=order.id, reason="own_wish", note="停", on=today["day"])
    assert not Task.objects.filter(kind="medication_review", state="open").exists()


def test_a_death_stops_everything(order) -> None:
    mark_died(by=SystemViewer(), resident_id=order.resident_id, died_on=DAY, on=DAY)
    order.refresh_from_db()
    assert (order.state, order.stop_reason) == ("stopped", "died")
    assert not Task.objects.filter(state="open", subject_id=order.id).exists()


def test_the_end_of_the_agreement_holds_the_order(place, order) -> None:
    asked = TerminationRequest(requested_by="resident", reason="own_wish", confirmed_by_resident=True)
    held = agreements.agreement_of(order.resident)
    agreement_services.terminate_agreement(by=place.village.by, agreement_id=held.id, asked=asked, on=DAY)
    order.refresh_from_db()
    assert order.state in ("active", "held")  # the last day is still in force
    services.follow_agreements(by=SystemViewer(), agreement_ids=[held.id], on=DAY + ONE_DAY)
    assert state_of(order) == ("held", ["agreement_ended"])


def test_two_records_of_one_person_have_one_medicine(place, order) -> None:
    kept = make_patient(place, name="沈建国", number=None)
    merge_residents(
        by=SystemViewer(), kept_id=kept.id, merged_id=order.resident_id, reason="重复", on=DAY, confirmed=True
    )
    order.refresh_from_db()
    assert order.resident_id == kept.id and not rebuild(on=DAY, check=True).total


def test_two_missed_follow_ups_hold_the_order(order, today) -> None:
    today["day"] = DAY + 27 * ONE_DAY
    assert turn_day(today["day"])["prescriptions_held"] == 0
    today["day"] = DAY + 29 * ONE_DAY
    assert turn_day(today["day"])["prescriptions_held"] == 1
    assert state_of(order) == ("held", ["missed_follow_ups"])
    assert turn_day(today["day"])["prescriptions_held"] == 0
    resumed(order, today["day"])
    assert turn_day(today["day"] + ONE_DAY)["prescriptions_held"] == 0


def test_what_is_used_up_is_finished_and_what_nobody_collects_lapses(place, today) -> None:
    stocked(place)
    used = passed(place, issue(place, make_patient(place)))
    left = passed(place, issue(place, make_patient(place)))
    dispensed(place, used)
    today["day"] = DAY + 28 * ONE_DAY
    assert turn_day(today["day"])["prescriptions_finished"] == 1
    assert state_of(left)[0] == "active"
    today["day"] = DAY + 35 * ONE_DAY
    assert turn_day(today["day"])["prescriptions_lapsed"] == 1
    assert (state_of(used)[0], state_of(left)[0]) == ("finished", "lapsed")
    assert not rebuild(on=today["day"], check=True).total


def test_what_happens_before_the_audit_sends_the_order_back_to_its_doctor(place, today) -> None:
    patient = make_patient(place)
    order = issue(place, patient)
    asked = TerminationRequest(requested_by="resident", reason="own_wish", confirmed_by_resident=True)
    held = agreements.agreement_of(patient)
    agreement_services.terminate_agreement(by=place.village.by, agreement_id=held.id, asked=asked, on=DAY)
    services.follow_agreements(by=SystemViewer(), agreement_ids=[held.id], on=DAY + ONE_DAY)
    assert state_of(order) == ("queried", ["agreement_ended"])
    with pytest.raises(LawBroken) as refused:
        passed(place, order)
    assert refused.value.code == "E_HELD_BACK" and "签约协议终止" in refused.value.message
    common = {"prescription_id": order.id, "on": DAY, "at": NOON}
    services.answer_query(by=place.doctor, text="已电话评估，原方案不变", **common)
    assert state_of(order) == ("auditing", []) and passed(place, order).state == "active"
