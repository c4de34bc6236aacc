"""What is given out: after the audit, within the window, never more than prescribed, the first to expire first."""

import datetime as dt
from uuid import uuid4

import pytest

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.registry.organization.models import Region
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.services import rebuild
from jiayi.service.prescriptions import selectors, services
from jiayi.service.prescriptions.models import DispensedItem, Dispensing, FormularyLine, StockLot
from jiayi.service.prescriptions.terms import AuditAct, ReturnReason, StopReason
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import make_adoption

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
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def order(place):
    stocked(place)
    return passed(place, issue_long(place, make_patient(place)))


def refill_task() -> Task:
    return Task.objects.get(kind="prescription_refill", state="open")


def returned(place, given, days: int, units: int, reason: ReturnReason):
    taken = given.items.get()
    return services.take_back(
        by=place.doctor,
        dispensing_id=given.id,
        days=days,
        quantities={taken.id: units},
        reason=reason,
        note="",
        submission_id=uuid4(),
        on=DAY,
        at=NOON,
    )


def test_nothing_is_dispensed_before_the_pharmacist_has_passed_it(place) -> None:
    stocked(place)
    waiting = issue(place, make_patient(place))
    with pytest.raises(LawBroken, match="E_NOT_PASSED"):
        dispensed(place, waiting)
    services.audit_prescription(
        by=place.pharmacist,
        prescription_id=waiting.id,
        version=1,
        act=AuditAct.QUERY,
        text="剂量？",
        on=DAY,
        at=NOON,
    )
    with pytest.raises(LawBroken, match="E_NOT_PASSED"):
        dispensed(place, waiting)
    assert Task.objects.get(kind="prescription_review").state == "open"
    services.answer_query(by=place.doctor, prescription_id=waiting.id, text="按说明书", on=DAY, at=NOON)
    waiting.refresh_from_db()
    passed(place, waiting)
    assert [one.act for one in selectors.thread_of(waiting)] == ["query", "answer", "pass"]
    dispensed(place, waiting)


def test_nobody_audits_their_own_order_and_nobody_answers_for_the_doctor(place) -> None:
    own = issue(place, make_patient(place))
    with pytest.raises(BadShape, match="E_AUDIT_ACT"):
        services.audit_prescription(
            by=place.pharmacist, prescription_id=own.id, version=1, act=AuditAct.ANSWER, text="好", on=DAY, at=NOON
        )
    with pytest.raises(LawBroken, match="E_OWN_ORDER"):
        services.audit_prescription(
            by=place.doctor, prescription_id=own.id, version=1, act=AuditAct.PASS, text="", on=DAY, at=NOON
        )


def test_a_part_is_given_and_the_next_is_due_before_it_runs_out(place, order) -> None:
    assert refill_task().from_on == DAY
    dispensed(place, order)
    order.refresh_from_db()
    assert (order.opens_on, order.runs_out_on) == (DAY + 20 * ONE_DAY, DAY + 27 * ONE_DAY)
    assert (refill_task().from_on, refill_task().due_on) == (DAY + 20 * ONE_DAY, DAY + 27 * ONE_DAY)
    assert StockLot.objects.get().on_hand == 972
    assert not rebuild(on=DAY, check=True).total


def test_too_early_needs_a_reason_that_is_kept(place, order) -> None:
    dispensed(place, order)
    with pytest.raises(LawBroken, match="E_TOO_EARLY"):
        dispensed(place, order, on=DAY + ONE_DAY)
    given = dispensed(place, order, on=DAY + ONE_DAY, early_reason="travel")
    assert (given.window, given.early_reason) == ("too_early", "travel")


def test_never_more_than_prescribed_even_with_a_reason(place, order) -> None:
    for number in range(3):
        dispensed(place, order, on=DAY + 28 * number * ONE_DAY)
    with pytest.raises(LawBroken, match="E_MORE_THAN_REMAINS"):
        dispensed(place, order, 1, on=DAY + 84 * ONE_DAY, early_reason="travel")
    order.refresh_from_db()
    assert order.opens_on is None
    assert not Task.objects.filter(kind="prescription_refill", state="open").exists()


def test_sent_twice_it_is_given_once(place, order) -> None:
    number = uuid4()
    first, second = (dispensed(place, order, submission_id=number) for _ in range(2))
    assert first.pk == second.pk and Dispensing.objects.count() == 1
    assert StockLot.objects.get().on_hand == 972


def test_the_lot_that_expires_first_goes_first_but_none_that_would_expire_at_home(place, order) -> None:
    stocked(place, 10, number="SHORT", expires_on=DAY + 10 * ONE_DAY)
    stocked(place, 20, number="NEXT", expires_on=dt.date(2027, 6, 1))
    given = dispensed(place, order)
    assert [(one.lot_number, one.quantity) for one in given.items.order_by("id")] == [("NEXT", 20), ("A1", 8)]


def test_what_was_short_is_owed_and_made_up_for_without_a_new_window(place, order) -> None:
    item = order.items.get()
    dispensed(place, order, quantities={item.id: 20})
    assert selectors.supply_of(order, on=DAY).owes
    with pytest.raises(BadShape, match="E_MORE_THAN_DUE"):
        dispensed(place, order, 0, quantities={item.id: 9})
    dispensed(place, order, 0)
    supply = selectors.supply_of(order, on=DAY)
    assert (supply.items[0].given, supply.remaining_days, supply.owes) == (28, 56, False)
    with pytest.raises(LawBroken, match="E_NOTHING_DUE"):
        dispensed(place, order, 0)


def test_too_little_in_stock_says_how_much_there_is(place) -> None:
    order = passed(place, issue(place, make_patient(place)))
    stocked(place, 5)
    with pytest.raises(LawBroken) as refusal:
        dispensed(place, order)
    assert refusal.value.code == "E_STOCK_SHORT" and "5" in refusal.value.message
    assert not Dispensing.objects.exists() and StockLot.objects.get().on_hand == 5


def test_another_person_collects_with_name_and_number(place, order) -> None:
    with pytest.raises(BadShape, match="E_PICKER_NEEDED"):
        dispensed(place, order, relation="child")
    given = dispensed(place, order, relation="child", picker_name="沈晓", picker_number="420324199001011234")
    assert given.picker_name == "沈晓" and b"4203" not in bytes(given.picker_number_sealed)


def test_a_delivery_names_its_waybill_and_is_received_once(place, order) -> None:
    with pytest.raises(BadShape, match="E_WAYBILL_NEEDED"):
        dispensed(place, order, way="delivery")
    given = dispensed(place, order, way="delivery", carrier="邮政", waybill="YZ1")
    receipt = {"dispensing_id": given.id, "received_on": DAY, "received_by": "沈建国", "on": DAY}
    services.confirm_receipt(by=place.doctor, **receipt)
    with pytest.raises(LawBroken, match="E_RECEIVED_ALREADY"):
        services.confirm_receipt(by=place.doctor, **receipt)


def test_a_designated_pharmacy_gives_from_its_own_lot(place, order) -> None:
    with pytest.raises(BadShape, match="E_LOT_NEEDED"):
        dispensed(place, order, way="retail")
    item = order.items.get()
    dispensed(place, order, way="retail", lots={item.id: ("R7", dt.date(2027, 1, 1))})
    assert DispensedItem.objects.get().lot_number == "R7" and StockLot.objects.get().on_hand == 1000


def test_what_was_never_delivered_goes_back_to_the_shelf_and_may_be_given_again(place, order) -> None:
    given = dispensed(place, order)
    returned(place, given, 28, 28, ReturnReason.NOT_DELIVERED)
    order.refresh_from_db()
    assert (order.opens_on, StockLot.objects.get().on_hand) == (DAY, 1000)
    with pytest.raises(LawBroken, match="E_RETURN_TOO_MUCH"):
        returned(place, given, 0, 1, ReturnReason.NOT_DELIVERED)
    dispensed(place, order)


def test_what_was_in_other_hands_is_not_sold_again(place, order) -> None:
    given = dispensed(place, order)
    returned(place, given, 10, 10, ReturnReason.QUALITY)
    assert StockLot.objects.get().on_hand == 972
    assert selectors.supply_of(order, on=DAY).remaining_days == 66


def test_a_stopped_order_gives_nothing_and_nothing_is_due_of_it(place, order) -> None:
    dispensed(place, order)
    services.stop_prescription(
        by=place.doctor, prescription_id=order.id, reason=StopReason.CHANGED, note="换药", on=DAY + ONE_DAY
    )
    with pytest.raises(LawBroken, match="E_STATE"):
        dispensed(place, order, on=DAY + 25 * ONE_DAY)
    assert not Task.objects.filter(state="open", kind__startswith="prescription_").exists()


def test_an_order_on_hold_gives_nothing_until_a_doctor_lets_it_go_on(place, order) -> None:
    services.hold_prescriptions(
        by=place.doctor, resident_id=order.resident_id, reasons=[StopReason.ADMITTED], note="", on=DAY
    )
    with pytest.raises(LawBroken, match="E_STATE"):
        dispensed(place, order)
    assert Task.objects.get(kind="prescription_review", state="open").subject_id == order.id
    services.resume_prescription(by=place.doctor, prescription_id=order.id, note="出院，方案不变", on=DAY)
    dispensed(place, order)


def test_basic_drugs_are_free_to_the_signed_where_the_scheme_says_so_and_count_as_the_item(place, client) -> None:
    make_adoption("420324", "national", "poverty-2017")
    stocked(place)
    order = passed(place, issue(place, make_patient(place)))
    assert selectors.benefit_of(order, on=DAY)["free"] == []
    county = Region.objects.get(code="420324")
    FormularyLine.objects.create(
        region=county, code="A1", name="氨氯地平", drug="amlodipine", form="tablet", strength="5mg", is_essential=True
    )
    said = selectors.benefit_of(order, on=DAY)
    assert said["drugs"] == ["氨氯地平"] and said["reasons"][0]["source"]["clause"] == "S1-15"
    given = dispensed(place, order)
    assert given.items.get().is_free
    user = make_user()
    make_post(user=user, code="pharmacist", institution=place.institution)
    client.force_login(user)
    assert "免费用药" in client.get(f"/prescriptions/{order.id}/dispense/").content.decode()
