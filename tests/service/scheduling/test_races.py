"""A session is never over capacity, whoever books at once; without the check and the lock it is."""

import contextlib
import datetime as dt
import functools
import threading

import pytest

from jiayi.foundation.base.errors import LawBroken
from jiayi.service.scheduling import services
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.services import booking as booking_services
from tests.races import at_once, without_constraint

from .factories import MONDAY, book, make_place, make_resident

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
THREADS = 16


def those_who_want_in(**fields):
    place = make_place()
    session = place.session()
    residents = [make_resident() for _ in range(THREADS)]
    return session, [functools.partial(book, place, session, one, **fields) for one in residents]


def without_lock(monkeypatch) -> None:
    """The session is read, not locked, and all have judged before the first writes."""
    judged = threading.Barrier(THREADS)
    judge = booking_services.judge_booking

    def judge_and_wait(*arguments, **options):
        outcome = judge(*arguments, **options)
        with contextlib.suppress(threading.BrokenBarrierError):  # the second time a refusal asks for its words
            judged.wait(timeout=5)
        return outcome

    monkeypatch.setattr(
        booking_services, "locked_session", lambda by, session_id, permission: Session.objects.get(id=session_id)
    )
    monkeypatch.setattr(booking_services, "judge_booking", judge_and_wait)


def taken() -> tuple[int, int]:
    session = Session.objects.order_by("held_on").first()
    return session.taken, Booking.objects.filter(state="booked").count()


def test_of_many_at_once_only_as_many_as_places_are_booked():
    _, acts = those_who_want_in()
    answers = at_once(acts)
    refused = [one for one in answers if isinstance(one, LawBroken)]
    assert len(refused) == THREADS - 3 and {one.code for one in refused} == {"B_SESSION_FULL"}
    assert taken() == (3, 3)


def test_who_does_not_get_in_waits_in_turn():
    _, acts = those_who_want_in(waits=True)
    answers = at_once(acts)
    assert not [one for one in answers if isinstance(one, Exception)]
    assert taken() == (3, 3) and Booking.objects.filter(state="waiting").count() == THREADS - 3


def test_even_without_the_lock_the_database_takes_no_more_than_there_are_places(monkeypatch):
    _, acts = those_who_want_in()
    without_lock(monkeypatch)
    at_once(acts)
    assert taken() == (3, 3)


def test_without_the_lock_and_the_check_there_would_be_more(monkeypatch):
    _, acts = those_who_want_in()
    without_lock(monkeypatch)
    with without_constraint("scheduling_session", "conname = %s", "session_never_over_capacity"):
        at_once(acts)
        assert taken() == (THREADS, THREADS)


def test_one_place_given_back_many_times_at_once_promotes_one():
    place = make_place()
    session = place.session()
    booked = book(place, session, *(make_resident() for _ in range(3)))
    for _ in range(3):
        book(place, session, waits=True)
    give_back = functools.partial(
        services.cancel_booking, by=place.by, booking_id=booked[0].id, reason="resident_asked", on=MONDAY
    )
    assert not [one for one in at_once([give_back] * 8) if isinstance(one, Exception)]
    assert taken() == (3, 3) and Booking.objects.filter(state="waiting").count() == 2


def test_two_who_change_places_at_once_both_get_there():
    place = make_place()
    first, second = place.schedule(capacity=8).sessions.order_by("held_on")[:2]
    here, there = (
        book(place, first, *(make_resident() for _ in range(4))),
        book(place, second, *(make_resident() for _ in range(4))),
    )
    move = functools.partial(services.move_booking, by=place.by, on=MONDAY)
    acts = [functools.partial(move, booking_id=one.id, session_id=second.id) for one in here]
    acts += [functools.partial(move, booking_id=one.id, session_id=first.id) for one in there]
    assert not [one for one in at_once(acts) if isinstance(one, Exception)]
    assert dict(Session.objects.filter(taken__gt=0).values_list("id", "taken")) == {first.id: 4, second.id: 4}


def test_sessions_made_by_two_servers_at_once_are_made_once():
    place = make_place()
    place.schedule()
    on = MONDAY + dt.timedelta(days=70)
    answers = at_once([functools.partial(services.make_sessions, by=place.by, on=on)] * 6)
    assert not [one for one in answers if isinstance(one, Exception)]
    days = list(Session.objects.values_list("held_on", flat=True))
    assert len(days) == len(set(days)) and sum(answers) == 9
