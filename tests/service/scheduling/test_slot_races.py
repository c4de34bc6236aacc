"""32 threads at the last places: never over capacity; without the lock the check decides, without it there are more."""

import contextlib
import datetime as dt
import functools
import threading

import pytest

from jiayi.foundation.base.errors import LawBroken
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.service.scheduling.models import SlotBooking, SlotShare
from jiayi.service.scheduling.selectors.slots import usable_shares
from jiayi.service.scheduling.services import owning, taking
from tests.races import at_once, without_constraint

from .slot_factories import MONDAY, at, make_resident, make_sharing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
THREADS = 32


def those_who_want_in(**fields):
    sharing = make_sharing()
    slot = sharing.slot(sharing.resource(**fields))
    return [functools.partial(sharing.take, slot, make_resident()) for _ in range(THREADS)]


def without_lock(monkeypatch) -> None:
    """The shares are read, not locked, and all have read them before the first writes."""
    read = threading.Barrier(THREADS)

    def find(slot, booker, on):
        found = usable_shares(slot, booker, release="grassroots")
        with contextlib.suppress(threading.BrokenBarrierError):
            read.wait(timeout=20)
        return found

    monkeypatch.setattr(taking, "_locked_shares", find)


def seated() -> tuple[int, int]:
    share = SlotShare.objects.order_by("slot__held_on")[1]
    return share.taken, SlotBooking.objects.filter(state="booked").count()


@pytest.mark.parametrize("places", [1, 3])
def test_of_many_at_once_only_as_many_as_places_get_in(places) -> None:
    answers = at_once(those_who_want_in(quantity=places))
    refused = [one for one in answers if isinstance(one, LawBroken)]
    assert len(refused) == THREADS - places and {one.code for one in refused} == {"B_SLOT_FULL"}
    assert seated() == (places, places)


def test_without_the_lock_the_database_takes_no_more_than_there_are_places(monkeypatch) -> None:
    acts = those_who_want_in(quantity=1)
    without_lock(monkeypatch)
    answers = at_once(acts)
    assert {one.code for one in answers if isinstance(one, LawBroken)} == {"B_SLOT_FULL"}
    assert seated() == (1, 1)


def test_without_the_check_too_there_would_be_more(monkeypatch) -> None:
    acts = those_who_want_in(quantity=1)
    without_lock(monkeypatch)
    with without_constraint("scheduling_slotshare", "conname = %s", "slot_share_never_over"):
        at_once(acts)
        assert SlotBooking.objects.filter(state="booked").count() > 1


def own_wishes(resident) -> list:
    """A resident asks for clinics of the next day, at one moment, each at another hour."""
    sharing, day = make_sharing(), MONDAY + dt.timedelta(days=6)
    clinics = [sharing.resource(begins_at=dt.time(hour), ends_at=dt.time(hour + 1)) for hour in range(8, 16)]
    take = functools.partial(owning.take_own_slot, by=SystemViewer(), resident_id=resident.id, on=day, at=at(day))
    return [functools.partial(take, slot_id=sharing.slot(one).id) for one in clinics]


def test_a_resident_who_books_everything_at_once_gets_what_the_limit_allows() -> None:
    answers = at_once(own_wishes(make_resident()))
    refused = [one for one in answers if isinstance(one, LawBroken)]
    assert {one.code for one in refused} == {"B_OWN_SLOTS_MANY"}
    assert SlotBooking.objects.filter(state="booked").count() == len(answers) - len(refused) == 2


def test_without_one_at_a_time_a_resident_would_get_more(monkeypatch) -> None:
    acts = own_wishes(make_resident())
    read, count = threading.Barrier(len(acts)), owning.own_coming

    def have_read(resident_id, on):
        found = count(resident_id, on)
        with contextlib.suppress(threading.BrokenBarrierError):
            read.wait(timeout=20)
        return found

    monkeypatch.setattr(owning, "one_at_a_time", lambda what, key: None)
    monkeypatch.setattr(owning, "own_coming", have_read)
    at_once(acts)
    assert SlotBooking.objects.filter(state="booked").count() > 2
