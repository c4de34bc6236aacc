"""Orders are kept for years by the class of their drugs, and the database forbids deleting them before."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from jiayi.service.prescriptions.models import Dispensing, Prescription, PrescriptionVersion
from jiayi.service.prescriptions.services.keeping import keep_until

from .factories import DAY, issue, make_patient, make_place, passed

pytestmark = pytest.mark.django_db
PAST = dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    ("drugs", "until"),
    [
        (["amlodipine"], dt.date(2027, 11, 29)),
        (["amlodipine", "estazolam"], dt.date(2028, 11, 29)),
        ([], None),
    ],
)
def test_the_strictest_class_decides(drugs, until) -> None:
    assert keep_until(drugs, dt.date(2026, 11, 29), ["national"]) == until


def test_an_order_knows_until_when_it_is_kept() -> None:
    place = make_place()
    order = issue(place, make_patient(place))
    assert order.keep_until == dt.date(2027, 11, 29) and order.ends_on == DAY + dt.timedelta(days=27)


def deleted(order) -> None:
    """Its rows, the innermost first, as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM prescriptions_prescriptionversion WHERE prescription_id = %s", [order.id])
        cursor.execute("DELETE FROM prescriptions_auditentry WHERE prescription_id = %s", [order.id])
        cursor.execute("DELETE FROM prescriptions_prescriptionitem WHERE prescription_id = %s", [order.id])
        cursor.execute("DELETE FROM prescriptions_prescription WHERE id = %s", [order.id])


@pytest.mark.parametrize("until", [None, dt.date(2999, 1, 1)])
def test_before_its_term_nothing_of_it_can_be_deleted(until) -> None:
    place = make_place()
    order = passed(place, issue(place, make_patient(place)))
    Prescription.objects.filter(pk=order.pk).update(keep_until=until)
    for rows in (Prescription.objects.filter(pk=order.pk), PrescriptionVersion.objects.filter(prescription=order)):
        with pytest.raises(IntegrityError, match="kept until"), transaction.atomic():
            rows._raw_delete("default")
    assert not Dispensing.objects.exists()


def test_after_its_term_it_can() -> None:
    place = make_place()
    order = passed(place, issue(place, make_patient(place)))
    Prescription.objects.filter(pk=order.pk).update(keep_until=PAST)
    deleted(order)
    assert not Prescription.objects.exists()


def test_without_the_trigger_it_would_be_gone() -> None:
    place = make_place()
    order = passed(place, issue(place, make_patient(place)))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("prescription", "prescriptionversion", "auditentry"):
            cursor.execute(f"ALTER TABLE prescriptions_{table} DISABLE TRIGGER USER")
    deleted(order)
    assert not Prescription.objects.exists()
