"""However many counters give out at once, nothing exceeds the order or the shelf; the twins without lock or
constraint see it happen."""

import functools
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Sum

from jiayi.foundation.base.errors import LawBroken
from jiayi.service.prescriptions.models import DispensedItem, Dispensing, Prescription, StockLot
from jiayi.service.prescriptions.services import dispensing, issuing
from tests.races import at_once

from .factories import dispensed, issue, issue_long, make_patient, make_place, passed, stocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
THREADS = 32


def given_days() -> int:
    return Dispensing.objects.aggregate(days=Sum("days"))["days"] or 0


def one_order_at_many_counters(**fields):
    """Four weeks each of twelve, asked for by everybody at once with a reason for being early."""
    place = make_place()
    stocked(place, 10_000)
    order = passed(place, issue_long(place, make_patient(place)))
    asked = {"early_reason": "travel", **fields}
    return [functools.partial(dispensed, place, order, 28, **asked) for _ in range(THREADS)]


def test_of_thirty_two_counters_three_give_their_four_weeks_of_twelve() -> None:
    answers = at_once(one_order_at_many_counters())
    lost = [one for one in answers if isinstance(one, Exception)]
    assert all(isinstance(one, LawBroken) and one.code == "E_MORE_THAN_REMAINS" for one in lost), lost
    assert len(answers) - len(lost) == 3 and given_days() == 84
    assert DispensedItem.objects.aggregate(units=Sum("quantity"))["units"] == 84
    assert StockLot.objects.get().on_hand == 10_000 - 84


def test_without_the_lock_more_is_given_than_was_prescribed(monkeypatch) -> None:
    monkeypatch.setattr(dispensing, "held_order", lambda by, order_id: Prescription.objects.get(pk=order_id))
    at_once(one_order_at_many_counters())
    assert given_days() > 84


def test_only_one_of_thirty_two_gives_within_the_window() -> None:
    answers = at_once(one_order_at_many_counters(early_reason=""))
    lost = [one for one in answers if isinstance(one, Exception)]
    assert {one.code for one in lost} == {"E_TOO_EARLY"} and given_days() == 28


def test_one_submission_sent_by_all_gives_once() -> None:
    answers = at_once(one_order_at_many_counters(submission_id=uuid4()))
    assert not [one for one in answers if isinstance(one, Exception)]
    assert len({one.pk for one in answers}) == 1 and given_days() == 28


def many_orders_for_little_stock():
    place = make_place()
    stocked(place, 28 * 4)
    orders = [passed(place, issue(place, make_patient(place))) for _ in range(12)]
    return [functools.partial(dispensed, place, order) for order in orders]


def test_the_shelf_never_gives_more_than_it_holds() -> None:
    answers = at_once(many_orders_for_little_stock())
    lost = [one for one in answers if isinstance(one, Exception)]
    assert {one.code for one in lost} == {"E_STOCK_SHORT"} and len(lost) == 8
    assert StockLot.objects.get().on_hand == 0


def test_without_lock_and_constraint_the_shelf_falls_below_nothing(monkeypatch) -> None:
    acts = many_orders_for_little_stock()
    monkeypatch.setattr(
        type(dispensing.StockLot.objects), "select_for_update", lambda self, **options: self.all(), raising=False
    )
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE prescriptions_stocklot DROP CONSTRAINT stock_never_below_nothing")
    try:
        at_once(acts)
        assert StockLot.objects.get().on_hand < 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE prescriptions_stocklot CASCADE")
            cursor.execute(
                "ALTER TABLE prescriptions_stocklot ADD CONSTRAINT stock_never_below_nothing CHECK (on_hand >= 0)"
            )


def one_resident_at_many_desks():
    place = make_place()
    patient = make_patient(place)
    return [functools.partial(issue, place, patient) for _ in range(8)]


def test_of_eight_orders_of_one_drug_for_one_resident_one_is_issued() -> None:
    answers = at_once(one_resident_at_many_desks())
    lost = [one for one in answers if isinstance(one, Exception)]
    assert {one.code for one in lost} == {"E_FINDING_UNEXPLAINED"} and Prescription.objects.count() == 1


def test_without_the_lock_of_the_resident_several_are_issued(monkeypatch) -> None:
    monkeypatch.setattr(issuing, "one_at_a_time", lambda what, key: None)
    at_once(one_resident_at_many_desks())
    assert Prescription.objects.count() > 1
