"""Residents in sessions: booked, waiting, given back, moved, come."""

import datetime as dt

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import clock, events
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people.events import ResidentDied
from jiayi.registry.people.services import merge_residents, undo_merge
from jiayi.service.scheduling import selectors, services
from jiayi.service.scheduling.models import Booking, Session
from jiayi.service.scheduling.terms import BookingReason, Pattern, Reason, SessionKind
from tests.service.agreements.factories import make_signer

from .factories import MONDAY, PLANNERS, at, book, make_household, make_place, make_resident

pytestmark = pytest.mark.django_db
WEEK = dt.timedelta(days=7)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def session(place):
    return place.session()


def state_of(thing) -> str:
    thing.refresh_from_db()
    return thing.state


def test_a_resident_is_booked_once_however_often_it_is_pressed(place, session):
    resident = make_resident()
    (first,), (second,) = book(place, session, resident), book(place, session, resident)
    session.refresh_from_db()
    assert first == second and session.taken == 1
    assert Entry.objects.filter(act="scheduling.book", resident_ids=[resident.id]).count() == 1


def test_a_full_session_says_so_and_puts_on_the_waiting_list_who_wants_to_wait(place, session):
    book(place, session, *(make_resident() for _ in range(3)))
    with pytest.raises(LawBroken) as refused:
        book(place, session)
    assert refused.value.code == "B_SESSION_FULL"
    (waiting,) = book(place, session, waits=True)
    assert waiting.state == "waiting"


def test_who_waited_longest_takes_the_place_that_is_given_back(place, session):
    booked = book(place, session, *(make_resident() for _ in range(3)))
    first, second = book(place, session, waits=True) + book(place, session, waits=True)
    services.cancel_booking(by=place.by, booking_id=booked[0].id, reason="resident_asked", on=MONDAY)
    assert (state_of(first), state_of(second)) == ("booked", "waiting")
    assert first.promoted_at and state_of(booked[0]) == "cancelled"
    session.refresh_from_db()
    assert session.taken == 3
    services.change_session(by=place.by, session_id=session.id, capacity=4, on_duty=(), on=MONDAY)
    assert state_of(second) == "booked"


def test_a_place_given_back_twice_frees_one_place(place, session):
    (booking,) = book(place, session)
    for _ in range(2):
        services.cancel_booking(by=place.by, booking_id=booking.id, reason="mistake", on=MONDAY)
    session.refresh_from_db()
    assert session.taken == 0
    assert book(place, session, booking.resident)[0].id != booking.id


def test_nobody_is_booked_into_the_past_or_a_cancelled_session(place, session):
    with pytest.raises(LawBroken) as refused:
        book(place, session, on=MONDAY + WEEK)
    assert refused.value.code == "B_SESSION_PAST"
    services.cancel_session(by=place.by, session_id=session.id, reason=Reason("weather"), on=MONDAY)
    with pytest.raises(LawBroken) as refused:
        book(place, session)
    assert refused.value.code == "B_SESSION_CANCELLED"


def test_a_resident_out_of_reach_cannot_be_booked(place, session):
    stranger = make_signer("420324999", permissions=PLANNERS)
    resident = make_resident()
    with pytest.raises(NotVisible):
        services.book(by=stranger, session_id=session.id, resident_id=resident.id, on=MONDAY)
    with pytest.raises(NotVisible):
        book(place, session, make_resident(village="420324102228"))


def test_a_booking_moves_to_another_session_of_whatever_state_its_own_is(place, session):
    other = session.schedule.sessions.order_by("held_on")[1]
    (booking,) = book(place, session)
    moved = services.move_booking(by=place.by, booking_id=booking.id, session_id=other.id, on=MONDAY)
    again = services.move_booking(by=place.by, booking_id=booking.id, session_id=other.id, on=MONDAY)
    session.refresh_from_db()
    other.refresh_from_db()
    assert moved == again and (session.taken, other.taken) == (0, 1)
    assert state_of(booking) == "cancelled" and booking.reason == BookingReason.MOVED
    services.cancel_session(by=place.by, session_id=other.id, reason=Reason("meeting"), on=MONDAY)
    assert state_of(moved) == "cancelled" and moved.reason == BookingReason.SESSION_CANCELLED
    third = session.schedule.sessions.order_by("held_on")[2]
    assert services.move_booking(by=place.by, booking_id=moved.id, session_id=third.id, on=MONDAY).state == "booked"


def test_a_move_into_a_full_session_leaves_the_booking_where_it_is(place, session):
    other = session.schedule.sessions.order_by("held_on")[1]
    book(place, other, *(make_resident() for _ in range(3)))
    (booking,) = book(place, session)
    with pytest.raises(LawBroken):
        services.move_booking(by=place.by, booking_id=booking.id, session_id=other.id, on=MONDAY)
    assert state_of(booking) == "booked"


def test_attendance_is_entered_from_the_day_on_and_makes_the_session_held(place, session):
    came, missed = book(place, session, make_resident(), make_resident())
    early = MONDAY - dt.timedelta(days=1)
    with pytest.raises(BadShape):
        services.mark_came(by=place.by, booking_id=came.id, on=early, at=at(early))
    services.mark_came(by=place.by, booking_id=came.id, on=MONDAY, at=at(MONDAY))
    assert state_of(session) == "held"
    services.walk_in(by=place.by, session_id=session.id, resident_id=make_resident().id, on=MONDAY, at=at(MONDAY))
    services.mark_held(by=place.by, session_id=session.id, on=MONDAY)
    assert state_of(missed) == "missed" and session.taken == 2
    services.mark_came(by=place.by, booking_id=missed.id, on=MONDAY + WEEK, at=at(MONDAY + WEEK))  # late
    assert state_of(missed) == "came"


def test_a_walk_in_takes_no_place_even_where_all_are_taken(place, session):
    book(place, session, *(make_resident() for _ in range(3)))
    resident = make_resident()
    for _ in range(2):
        services.walk_in(by=place.by, session_id=session.id, resident_id=resident.id, on=MONDAY, at=at(MONDAY))
    session.refresh_from_db()
    assert session.taken == 3 and Booking.objects.get(resident=resident).state == "walked_in"


def test_a_wrong_entry_is_put_back(place, session):
    (booking,) = book(place, session)
    services.mark_came(by=place.by, booking_id=booking.id, on=MONDAY, at=at(MONDAY))
    services.put_back(by=place.by, booking_id=booking.id, on=MONDAY)
    assert (state_of(booking), state_of(session)) == ("booked", "planned")


def test_a_session_not_held_says_why_until_somebody_is_found_to_have_come(place, session):
    (booking,) = book(place, session)
    with pytest.raises(BadShape):
        services.mark_not_held(by=place.by, session_id=session.id, reason=Reason("other"), on=MONDAY)
    services.mark_not_held(by=place.by, session_id=session.id, reason=Reason("weather", "大雪封山"), on=MONDAY)
    assert (state_of(session), session.reason, session.note) == ("not_held", "weather", "大雪封山")
    services.mark_came(by=place.by, booking_id=booking.id, on=MONDAY, at=at(MONDAY))
    assert (state_of(session), session.reason) == ("held", "")
    with pytest.raises(BadShape):
        services.mark_not_held(by=place.by, session_id=session.id, reason=Reason("weather"), on=MONDAY)


def test_the_day_closes_what_nobody_told_of_and_a_second_run_changes_nothing(place, session):
    other = place.session(title="糖尿病签约门诊")
    came, missing = book(place, session, make_resident(), make_resident())
    book(place, other)
    services.mark_came(by=place.by, booking_id=came.id, on=MONDAY, at=at(MONDAY))
    early = services.turn_day(by=SystemViewer(), on=MONDAY + dt.timedelta(days=3))
    assert (early.sessions_unrecorded, early.bookings_missed) == (0, 1)
    late = services.turn_day(by=SystemViewer(), on=MONDAY + dt.timedelta(days=4))
    assert (late.sessions_unrecorded, state_of(other), other.reason) == (1, "not_held", "unrecorded")
    assert state_of(missing) == "missed"
    again = services.turn_day(by=SystemViewer(), on=MONDAY + dt.timedelta(days=4))
    assert (again.sessions_made, again.sessions_unrecorded, again.bookings_missed) == (0, 0, 0)


def test_a_moved_session_takes_its_bookings_along_to_be_told_again(place, session):
    (booking,) = book(place, session)
    services.remind(by=place.by, booking_id=booking.id, outcome="reached", at=at(MONDAY))
    day = MONDAY + dt.timedelta(days=2)
    times = {"begins_at": dt.time(14), "ends_at": dt.time(16)}
    services.move_session(by=place.by, session_id=session.id, held_on=day, on=MONDAY, **times)
    booking.refresh_from_db()
    assert booking.reminder == "" and booking.session.held_on == day
    assert services.make_sessions(by=SystemViewer(), on=MONDAY) == 0
    with pytest.raises(BadShape):
        services.move_session(by=place.by, session_id=session.id, held_on=day, on=day + WEEK, **times)


def test_fewer_places_than_are_taken_are_refused(place, session):
    book(place, session, make_resident(), make_resident())
    with pytest.raises(BadShape) as refused:
        services.change_session(by=place.by, session_id=session.id, capacity=1, on_duty=(), on=MONDAY)
    assert refused.value.code == "E_CAPACITY_BELOW_TAKEN"


def test_a_home_round_takes_households_whole(place):
    session = place.session(kind=SessionKind.HOME_ROUND)
    household = make_household(members=3)
    made = services.book_household(by=place.by, session_id=session.id, household_id=household.id, on=MONDAY)
    (home,) = selectors.homes_of(selectors.bookings_of(place.by, session))
    assert len(made) == 3 and home.household == household and len(home.bookings) == 3
    with pytest.raises(LawBroken):
        services.book_household(
            by=place.by, session_id=session.id, household_id=make_household(members=2).id, on=MONDAY
        )
    assert Booking.objects.count() == 3
    clinic = place.session()
    with pytest.raises(BadShape):
        services.book_household(by=place.by, session_id=clinic.id, household_id=household.id, on=MONDAY)


def test_who_dies_gives_the_place_to_who_waits(place):
    today = clock.today()
    session = place.session(today, starts_on=today, pattern=Pattern.ONCE, capacity=1)
    (booked,), (waiting,) = book(place, session, on=today), book(place, session, on=today, waits=True)
    events.publish(ResidentDied(resident_id=booked.resident_id, on=today))
    assert (state_of(booked), booked.reason, state_of(waiting)) == ("cancelled", "left", "booked")


def test_bookings_follow_merged_residents_and_come_back(place, session):
    kept, merged = make_resident(number=None), make_resident(number=None)
    other = session.schedule.sessions.order_by("held_on")[1]
    (both, _), (alone,) = book(place, session, merged, kept), book(place, other, merged)
    act = merge_residents(
        by=SystemViewer(), kept_id=kept.id, merged_id=merged.id, reason="重复建档", on=MONDAY, confirmed=True
    )
    alone.refresh_from_db()
    assert alone.resident_id == kept.id and state_of(both) == "cancelled"
    undo_merge(by=SystemViewer(), merge_id=act.id, reason="不是同一人", on=MONDAY)
    alone.refresh_from_db()
    assert alone.resident_id == merged.id


def test_taken_equals_the_bookings_whoever_writes_them(place, session):
    book(place, session, make_resident(), make_resident())
    Booking.objects.bulk_create([Booking(session=session, resident=make_resident(), state="came", booked_on=MONDAY)])
    assert Session.objects.get(id=session.id).taken == 3
    Booking.objects.update(state="walked_in")
    assert Session.objects.get(id=session.id).taken == 0
    Booking.objects.update(state="booked")
    Booking.objects.all()[0].delete()
    assert Session.objects.get(id=session.id).taken == 2
