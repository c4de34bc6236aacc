"""Pages of shared resources: offered by the hospital, booked for a resident, waited for, entered by the owner."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from jiayi.foundation.base import clock
from jiayi.registry.access.models import User
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.services import issue_token
from jiayi.service.scheduling import selectors, services
from jiayi.service.scheduling.models import Quota, Resource, Slot, SlotBooking, SlotWish
from jiayi.service.scheduling.terms import Pattern, Recurrence
from tests.registry.access.factories import make_post, make_user

from .slot_factories import MONDAY, at, make_resident, make_sharing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: MONDAY)
    monkeypatch.setattr(clock, "now", lambda: at(MONDAY))


@pytest.fixture
def sharing():
    return make_sharing()


def signed_in(client, post, place):
    user = make_user()
    make_post(user=user, code=post, institution=place)
    client.force_login(user)
    return client


def test_the_desk_shares_a_clinic_keeps_places_and_enters_who_came(client, sharing) -> None:
    desk = signed_in(client, "referral_desk", sharing.hospital)
    given = {
        "institution": str(sharing.hospital.id),
        "kind": "specialist",
        "title": "心内科专家门诊",
        "weekdays": ["1", "3"],
        "starts_on": MONDAY.isoformat(),
        "begins_at": "08:00",
        "ends_at": "12:00",
        "quantity": "2",
        "pool": "shared",
        "on_holiday": "skip",
    }
    assert desk.post(reverse("scheduling:new_resource"), given | {"quantity": "0"}).status_code == 422
    desk.post(reverse("scheduling:new_resource"), given)
    resource = Resource.objects.get()
    desk.post(
        reverse("scheduling:quota", args=[resource.id]), {"holder": f"institution:{sharing.centre.id}", "quantity": "1"}
    )
    doctor = {"holder": f"practitioner:{sharing.team.leader_id}", "quantity": "1"}
    desk.post(reverse("scheduling:quota", args=[resource.id]), doctor)
    assert {one.practitioner_id for one in Quota.objects.all()} == {None, sharing.team.leader_id}
    booking = sharing.take(Slot.objects.get(held_on=MONDAY), make_resident(name="沈建国"))
    page = desk.get(reverse("scheduling:resource", args=[resource.id])).content.decode()
    assert "沈建国" in page and "已到" in page
    desk.post(reverse("scheduling:place", args=[booking.id]), {"act": "came"})
    assert SlotBooking.objects.get().state == "came"


def test_a_doctor_books_waits_and_gives_back(client, sharing) -> None:
    resource, resident = sharing.resource(quantity=1), make_resident(name="沈建国")
    doctor = signed_in(client, "doctor", sharing.centre)
    assert "心内科专家门诊" in doctor.get(reverse("scheduling:resources")).content.decode()
    slot = sharing.slot(resource)
    doctor.post(reverse("scheduling:take_slot", args=[resident.id, slot.id]), {"purpose": "复诊"})
    booking = SlotBooking.objects.get()
    assert booking.state == "booked" and booking.institution == sharing.centre
    other = make_resident(name="周明")
    full = doctor.post(reverse("scheduling:take_slot", args=[other.id, slot.id]), {}, follow=True)
    assert "已经约满" in full.content.decode()
    last = (slot.held_on).isoformat()
    sharing.take(sharing.slot(resource, 0))
    assert "开放 1 个号，基层（村级、乡级）用了 1 个" in doctor.get(reverse("scheduling:resources")).content.decode()
    doctor.post(reverse("scheduling:wish_slot", args=[other.id]), {"resource": str(resource.id), "latest_on": last})
    assert "周明" in doctor.get(reverse("scheduling:wishes")).content.decode()
    doctor.post(reverse("scheduling:place", args=[booking.id]), {"act": "give_back"})
    wish = SlotWish.objects.get()
    assert wish.state == "offered" and "确认" in doctor.get(reverse("scheduling:wishes")).content.decode()
    doctor.post(reverse("scheduling:settle_wish", args=[wish.id]), {"act": "accept"})
    assert SlotWish.objects.get().state == "taken"
    wrong = doctor.post(reverse("scheduling:wish_slot", args=[other.id]), {"resource": "x"}, follow=True)
    assert "最晚日期" in wrong.content.decode()


def test_the_same_over_the_api(client, sharing) -> None:
    slot, resident = sharing.slot(sharing.resource(quantity=1)), make_resident()
    user = make_user()
    make_post(user=user, code="doctor", institution=sharing.centre)
    token = issue_token(by=viewer_of(user), label="预约平台", at=clock.now())
    headers = {"Authorization": f"Bearer {token}"}
    free = client.get(f"/api/v1/slots?institution={sharing.centre.id}", headers=headers).json()
    assert [one["free"] for one in free] == [1, 1, 1]
    body = {"resident": str(resident.id), "institution": str(sharing.centre.id)}
    send = lambda path, body: client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)  # noqa: E731
    made = send(f"slots/{slot.id}/bookings", body)
    assert made.status_code == 201 and made.json()["state"] == "booked"
    full = send(f"slots/{slot.id}/bookings", body | {"resident": str(make_resident().id)})
    assert full.status_code == 409 and full.json()["breaches"][0]["code"] == "B_SLOT_FULL"
    assert send(f"slots/{slot.id}/bookings", body | {"institution": str(sharing.hospital.id)}).status_code == 404
    back = send(f"slot-bookings/{made.json()['id']}/give-back", {})
    assert back.json()["state"] == "given_back"
    assert dt.date.fromisoformat(back.json()["held_on"]) == slot.held_on


def test_occupied_elderly_care_beds_are_counted_with_their_subsidy_and_a_day_is_printed(client, monkeypatch) -> None:
    sharing = make_sharing("national", "community-2018")
    every_day = Recurrence(Pattern.WEEKLY, MONDAY, weekdays=tuple(range(1, 8)))
    beds = sharing.resource(kind="elderly_care_bed", title="医养床位", recurrence=every_day, on_holiday="keep")
    slot = Slot.objects.get(resource=beds, held_on=MONDAY)
    stay = sharing.take(slot, make_resident(name="沈建国"), days=3)
    sharing.take(slot, make_resident(name="未入住"), days=3)
    services.enter_slot(by=sharing.desk, booking_id=stay.id, state="came", on=MONDAY)
    monkeypatch.setattr(clock, "today", lambda: MONDAY + dt.timedelta(days=1))  # of three days two have been
    [month] = selectors.bed_months(sharing.desk, since=MONDAY.replace(day=1), on=clock.today())
    assert (month.days, month.residents, month.fen) == (2, 1, 6000)
    assert selectors.bed_months(sharing.doctor, since=MONDAY.replace(day=1), on=clock.today()) == []
    desk = signed_in(client, "referral_desk", sharing.hospital)
    shown = desk.get(reverse("scheduling:bed_days")).content.decode()
    assert "60.00" in shown and "县人民医院" in shown
    user = User.objects.get(posts__code="referral_desk")
    token = issue_token(by=viewer_of(user), label="test", at=clock.now())
    [told] = client.get("/api/v1/bed-days", headers={"Authorization": f"Bearer {token}"}).json()
    assert (told["month"], told["days"], told["subsidy_fen"]) == (f"{MONDAY:%Y-%m}-01", 2, 6000)
    paper = desk.get(reverse("scheduling:slot_sheet", args=[beds.id, slot.id]))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    text = "".join(text.split())
    assert "沈建国" in text and "医养床位" in text


def test_quotas_holds_and_the_waiting_list_over_the_api(client, sharing) -> None:
    """A desk keeps places, a doctor holds one and confirms it, another waits and takes what is given back."""
    resource = sharing.resource(quantity=1, recurrence=Recurrence(Pattern.ONCE, MONDAY))
    slot = Slot.objects.get(resource=resource)

    def caller(post, place):
        user = make_user()
        make_post(user=user, code=post, institution=place)
        headers = {"Authorization": f"Bearer {issue_token(by=viewer_of(user), label='平台', at=clock.now())}"}

        def call(path, body=None):
            if body is None:
                return client.get(f"/api/v1/{path}", headers=headers)
            return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

        return call

    desk, doctor = caller("referral_desk", sharing.hospital), caller("doctor", sharing.centre)
    place = str(sharing.centre.id)
    kept = desk(f"resources/{resource.id}/quotas", {"institution": place, "quantity": 1}).json()
    assert [(one["institution"], one["quantity"]) for one in kept["quotas"]] == [(place, 1)]
    assert desk(f"resources/{resource.id}/quotas", {"quantity": 1}).json()["code"] == "E_QUOTA"
    assert doctor(f"resources/{resource.id}/quotas", {"institution": place, "quantity": 1}).status_code == 404
    assert [one["id"] for one in doctor("resources?kind=specialist").json()] == [str(resource.id)]
    body = {"resident": str(make_resident().id), "institution": place}
    held = doctor(f"slots/{slot.id}/bookings", body | {"holds": True}).json()
    assert held["state"] == "held"
    assert doctor(f"slot-bookings/{held['id']}/confirm", {}).json()["state"] == "booked"
    other = body | {"resident": str(make_resident().id), "resource": str(resource.id), "latest_on": MONDAY.isoformat()}
    wish = doctor("slot-wishes", other).json()
    assert (wish["state"], wish["offer"]) == ("open", None)
    assert doctor(f"slot-wishes/{wish['id']}/acts", {"act": "accept"}).json()["code"] == "E_NO_OFFER"
    doctor(f"slot-bookings/{held['id']}/give-back", {})
    (offered,) = doctor("slot-wishes").json()
    assert (offered["state"], offered["offer"]) == ("offered", MONDAY.isoformat())
    assert desk(f"slot-wishes/{wish['id']}/acts", {"act": "accept"}).status_code == 404  # the owner does not take it
    taken = doctor(f"slot-wishes/{wish['id']}/acts", {"act": "accept"}).json()
    assert taken["state"] == "taken"
    came = desk(f"slot-bookings/{taken['booking']}/attendance", {"state": "came"}).json()
    assert (came["state"], came["queue_number"]) == ("came", 1)
    assert doctor(f"slot-bookings/{taken['booking']}/attendance", {"state": "missed"}).status_code == 404
