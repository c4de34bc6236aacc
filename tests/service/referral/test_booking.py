"""A referral books a place with it: in one act, followed to the end, given back where it is not needed."""

import datetime as dt

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.service.referral import services
from jiayi.service.referral.models import Referral
from jiayi.service.scheduling import services as places
from jiayi.service.scheduling.models import Slot, SlotBooking
from jiayi.service.scheduling.terms import Pattern, Recurrence, ResourcePlan
from tests.registry.access.factories import make_post, make_user
from tests.service.scheduling.slot_factories import viewer as sharer

from .factories import DAY, DOCTORS, at, make_county, make_resident, viewer

pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: DAY)
    monkeypatch.setattr(clock, "now", at)


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def slot(county):
    return make_slot(county)


def make_slot(county, place=None, quantity=1):
    place = place or county.hospital
    plan = ResourcePlan(
        kind="specialist",
        title="心内科专家门诊",
        institution_id=place.id,
        recurrence=Recurrence(Pattern.WEEKLY, DAY, weekdays=tuple(range(1, 8))),
        begins_at=dt.time(8),
        ends_at=dt.time(12),
        quantity=quantity,
        department="心内科",
        doctor_name="赵主任",
        on_holiday="keep",
    )
    resource = places.offer_resource(by=sharer(place, "resource_share"), plan=plan, on=DAY)
    return Slot.objects.get(resource=resource, held_on=DAY + 3 * ONE)


def doctor_of(county):
    return viewer(
        *DOCTORS, "slot_book", "slot_read", regions=(county.centre.region_id,), institutions=(county.centre.id,)
    )


def send(county, slot, **fields):
    asked = county.asked(make_resident(), slot_id=slot.id, **fields)
    return services.send_referral(by=doctor_of(county), asked=asked, on=DAY, at=at())


def state_of(referral) -> str:
    return SlotBooking.objects.get(subject_id=referral.id).state


def test_sent_booked_and_accepted_it_is_arranged(county, slot) -> None:
    referral = send(county, slot)
    assert referral.appointment_on == slot.held_on and state_of(referral) == "booked"
    accepted = services.accept(by=county.desk, referral_id=referral.id, on=DAY, at=at())
    assert (
        accepted.state == "scheduled"
        and accepted.arrive_by == slot.held_on
        and accepted.appointment_contact == "赵主任"
    )
    services.arrive(by=county.desk, referral_id=referral.id, on=slot.held_on, at=at(slot.held_on))
    assert state_of(referral) == "came"


def test_a_full_day_refuses_and_nothing_is_sent(county, slot) -> None:
    send(county, slot)
    with pytest.raises(LawBroken) as refusal:
        send(county, slot)
    assert refusal.value.code == "B_SLOT_FULL" and Referral.objects.count() == 1


@pytest.mark.parametrize(("act", "fields"), [("reject", {"reason": "no_bed"}), ("cancel", {"reason": "improved"})])
def test_what_is_not_needed_is_given_back(county, slot, act, fields) -> None:
    referral = send(county, slot)
    by = county.desk if act == "reject" else county.doctor
    getattr(services, act)(by=by, referral_id=referral.id, on=DAY, at=at(), **fields)
    assert state_of(referral) == "given_back" and send(county, slot)


def test_who_does_not_come_misses_the_place_too(county, slot) -> None:
    referral = send(county, slot)
    services.accept(by=county.desk, referral_id=referral.id, on=DAY, at=at())
    services.miss(by=county.desk, referral_id=referral.id, on=slot.held_on, at=at(slot.held_on))
    assert state_of(referral) == "missed"


def test_only_places_of_the_receiver_are_booked(county) -> None:
    with pytest.raises(BadShape):
        send(county, make_slot(county, county.second))


def test_the_form_offers_places_and_books_the_one_that_was_chosen(client, county, slot) -> None:
    user = make_user()
    make_post(user=user, code="doctor", institution=county.centre)
    client.force_login(user)
    resident = make_resident()
    address = reverse("referral:refer", args=[resident.id])
    assert f"心内科专家门诊 {slot.held_on.isoformat()}" in client.get(address).content.decode()
    given = {
        "urgency": "routine",
        "from_institution": str(county.centre.id),
        "to_institution": str(county.hospital.id),
        "slot": str(slot.id),
        "visit": "outpatient",
        "group": "hypertension",
        "diagnosis": "高血压3级",
        "illness": "头痛两天",
        "consent": "on",
        "consent_by": "patient",
    }
    client.post(address, given)
    assert Referral.objects.get().appointment_on == slot.held_on and SlotBooking.objects.get().state == "booked"
