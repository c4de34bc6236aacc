"""Sessions and bookings over the API: once, within reach, refused with the law."""

from uuid import uuid4

import pytest

from jiayi.foundation.base import clock
from jiayi.registry.access.selectors import viewer_of
from jiayi.registry.access.services import issue_token
from jiayi.service.scheduling.models import Booking
from jiayi.service.scheduling.terms import Pattern
from tests.registry.access.factories import make_post, make_user

from .factories import book, make_place, make_resident

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def session(place):
    today = clock.today()
    return place.session(today, starts_on=today, pattern=Pattern.ONCE, weekdays=(), capacity=1)


@pytest.fixture
def send(client, place):
    user = make_user()
    make_post(user=user, code="doctor", institution=place.team.institution)
    token = issue_token(by=viewer_of(user), label="预约平台", at=clock.now())

    def post(path, body, key=None):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or str(uuid4())}
        return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

    post.get = lambda path: client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})
    return post


def test_coming_sessions_are_listed_with_their_free_places(send, place, session) -> None:
    (one,) = send.get(f"sessions?team={place.team.id}&kind=contract_clinic").json()
    assert (one["id"], one["free"], one["waiting"]) == (str(session.id), 1, 0)
    assert send.get("sessions?until=2020-01-01").json() == []
    assert send.get("sessions?kind=lecture").status_code == 422


def test_a_resident_is_booked_once_and_the_full_session_says_so(send, session) -> None:
    resident, key = make_resident(), str(uuid4())
    body = {"resident": str(resident.id), "purpose": "测血压"}
    first, second = (send(f"sessions/{session.id}/bookings", body, key) for _ in range(2))
    assert first.status_code == second.status_code == 201 and first.json() == second.json()
    refused = send(f"sessions/{session.id}/bookings", {"resident": str(make_resident().id)})
    assert refused.status_code == 409 and refused.json()["breaches"][0]["code"] == "B_SESSION_FULL"
    waiting = send(f"sessions/{session.id}/bookings", {"resident": str(make_resident().id), "waits": True})
    assert waiting.json()["state"] == "waiting"


def test_a_booking_is_given_back_and_the_next_is_booked(send, place, session) -> None:
    today = clock.today()
    (booking,), (waiting,) = book(place, session, on=today), book(place, session, on=today, waits=True)
    answer = send(f"bookings/{booking.id}/cancel", {"reason": "in_hospital"})
    assert answer.status_code == 200 and answer.json()["state"] == "cancelled"
    assert Booking.objects.get(id=waiting.id).state == "booked"
    assert send(f"bookings/{booking.id}/cancel", {"reason": "moved"}).status_code == 422
    assert send(f"bookings/{uuid4()}/cancel", {}).status_code == 404
    assert send("bookings/none/cancel", {}).status_code == 404
