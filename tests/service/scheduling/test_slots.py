"""What is shared: days of the template without holidays, quotas, staged release, holds, stays in beds, who waits."""

import datetime as dt

import pytest

from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.service.scheduling import selectors, services
from jiayi.service.scheduling.models import Slot, SlotBooking, SlotShare, SlotWish
from jiayi.service.scheduling.terms import Pattern, Recurrence, ResourceKind
from tests.registry.organization.factories import make_adoption

from .slot_factories import MONDAY, at, make_resident, make_sharing, viewer

pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)


@pytest.fixture
def sharing():
    return make_sharing()


def codes(refusal) -> set[str]:
    return {one["code"] for one in refusal.value.breaches}


def test_the_coming_weeks_have_their_days_and_a_second_run_makes_none(sharing) -> None:
    resource = sharing.resource()
    days = list(Slot.objects.order_by("held_on").values_list("held_on", flat=True))
    assert days[0] == MONDAY and all(day.isoweekday() == 1 for day in days) and len(days) > 6
    assert dt.date(2026, 4, 6) not in days  # Tomb-sweeping Day's holiday
    assert services.make_slots(on=MONDAY) == 0
    assert services.make_slots(on=MONDAY + 14 * ONE) == 1  # the Monday between is in the holiday of May
    with pytest.raises(NotVisible):
        services.set_quota(
            by=sharing.doctor, resource_id=resource.id, quantity=1, institution_id=sharing.centre.id, on=MONDAY
        )


def test_a_place_is_taken_once_and_the_full_day_says_so(sharing) -> None:
    slot, resident = sharing.slot(), make_resident()
    first = sharing.take(slot, resident)
    assert sharing.take(slot, resident).id == first.id
    sharing.take(slot), sharing.take(slot)
    with pytest.raises(LawBroken) as refusal:
        sharing.take(slot)
    assert codes(refusal) == {"B_SLOT_FULL"}
    assert SlotShare.objects.get(slot=slot).taken == 3


def test_until_the_release_it_is_the_grassroots_and_an_exclusive_pool_stays_theirs(sharing) -> None:
    shared, exclusive = (
        sharing.slot(),
        sharing.slot(sharing.resource(pool="exclusive", begins_at=dt.time(13), ends_at=dt.time(17))),
    )
    hospital = {"by": sharing.desk, "booker": sharing.booker(sharing.hospital)}
    for slot in (shared, exclusive):
        with pytest.raises(LawBroken) as refusal:
            sharing.take(slot, **hospital)
        assert codes(refusal) == {"B_SLOT_GRASSROOTS"}
    two_days_before = shared.held_on - 2 * ONE
    assert sharing.take(shared, on=two_days_before, **hospital)
    with pytest.raises(LawBroken):
        sharing.take(exclusive, on=two_days_before, **hospital)


def test_a_quota_keeps_places_for_its_holder_until_the_release(sharing) -> None:
    resource = sharing.resource(quantity=2)
    services.set_quota(
        by=sharing.desk, resource_id=resource.id, quantity=2, institution_id=sharing.centre.id, on=MONDAY
    )
    slot, elsewhere = sharing.slot(resource), {"by": viewer(sharing.other), "booker": sharing.booker(sharing.other)}
    with pytest.raises(LawBroken) as refusal:
        sharing.take(slot, **elsewhere)
    assert codes(refusal) == {"B_SLOT_FULL"}
    assert sharing.take(slot)
    assert sharing.take(slot, on=slot.held_on - 2 * ONE, **elsewhere)  # not used by then: for everybody
    with pytest.raises(BadShape):
        services.set_quota(by=sharing.desk, resource_id=resource.id, quantity=1, team_id=sharing.team.id, on=MONDAY)


def test_a_doctor_has_places_of_their_own(sharing) -> None:
    resource, doctor = sharing.resource(quantity=1), sharing.team.leader_id
    services.set_quota(by=sharing.desk, resource_id=resource.id, quantity=1, practitioner_id=doctor, on=MONDAY)
    slot = sharing.slot(resource)
    with pytest.raises(LawBroken):
        sharing.take(slot)
    with pytest.raises(NotVisible):  # who books for another institution does not book with this doctor's places
        sharing.take(slot, by=viewer(sharing.other), booker=sharing.booker(sharing.other, practitioner_id=doctor))
    assert sharing.take(slot, booker=sharing.booker(practitioner_id=doctor)).share.quota.practitioner_id == doctor


def test_everything_that_stands_against_it_is_said_at_once(sharing) -> None:
    slot, resident = sharing.slot(), make_resident()
    clash = sharing.slot(sharing.resource(title="同时的检查", kind=ResourceKind.EXAMINATION))
    sharing.take(clash, resident)
    services.close_slot(by=sharing.desk, slot_id=slot.id, note="专家外出", on=MONDAY)
    for _ in range(3):
        SlotShare.objects.filter(slot=slot).update(quantity=0)
    with pytest.raises(LawBroken) as refusal:
        sharing.take(slot, resident)
    assert codes(refusal) == {"B_SLOT_CLOSED", "B_SLOT_FULL", "B_SLOT_CLASH"}


def test_a_hold_lapses_and_a_confirmed_one_stays(sharing) -> None:
    slot = sharing.slot()
    lapsing, kept = sharing.take(slot, holds=True), sharing.take(slot, holds=True)
    services.confirm_slot(by=sharing.doctor, booking_id=kept.id, on=MONDAY, at=at(MONDAY))
    later = at(MONDAY) + dt.timedelta(minutes=31)
    assert services.lapse_holds(on=MONDAY, at=later) == 1
    assert SlotShare.objects.get(slot=slot).taken == 1
    with pytest.raises(LawBroken, match="暂留已过期"):
        services.confirm_slot(by=sharing.doctor, booking_id=lapsing.id, on=MONDAY, at=later)


def test_a_bed_is_taken_for_every_day_of_a_stay_or_not_at_all(sharing) -> None:
    beds = sharing.resource(
        kind=ResourceKind.BED,
        quantity=1,
        recurrence=Recurrence(Pattern.WEEKLY, MONDAY, weekdays=tuple(range(1, 8))),
        on_holiday="keep",
    )
    slot = sharing.slot(beds)
    stay = sharing.take(slot, days=3)
    assert SlotBooking.objects.filter(stay_id=stay.stay_id).count() == 3
    before = Slot.objects.get(resource=beds, held_on=slot.held_on - ONE)
    with pytest.raises(LawBroken):
        sharing.take(before, days=2)
    assert SlotShare.objects.get(slot=before).taken == 0
    services.give_back_slot(by=sharing.doctor, booking_id=stay.id, on=MONDAY, at=at(MONDAY))
    assert sharing.take(before, days=2)
    with pytest.raises(BadShape):
        sharing.take(sharing.slot(), days=2)


def wish(sharing, resource, resident=None, place=None, **days):
    usual = {"earliest_on": MONDAY, "latest_on": MONDAY + 10 * ONE, "on": MONDAY, "at": at(MONDAY)}
    place = place or sharing.centre
    return services.wish_for_slot(
        by=viewer(place),
        resource_id=resource.id,
        resident_id=(resident or make_resident()).id,
        booker=sharing.booker(place),
        **(usual | days),
    )


def test_who_waits_is_offered_what_is_given_back_and_fairly_by_referrer(sharing) -> None:
    resource = sharing.resource(quantity=1)
    slots = [sharing.slot(resource, weeks) for weeks in (0, 1)]
    taken = [sharing.take(one) for one in slots]
    first, second = wish(sharing, resource), wish(sharing, resource)
    poor = wish(sharing, resource, place=sharing.other)  # came last, but their institution got nothing so far
    assert [first.state, second.state, poor.state] == ["open"] * 3
    services.give_back_slot(by=sharing.doctor, booking_id=taken[1].id, on=MONDAY, at=at(MONDAY))
    poor.refresh_from_db()
    assert poor.state == "offered" and poor.booking.slot_id == slots[1].id and poor.booking.state == "held"
    later = at(MONDAY) + dt.timedelta(hours=1)
    services.withdraw_wish(by=viewer(sharing.other), wish_id=poor.id, on=MONDAY, at=later)
    first.refresh_from_db()
    assert first.state == "offered"
    services.accept_offer(by=sharing.doctor, wish_id=first.id, on=MONDAY, at=later)
    assert SlotBooking.objects.get(id=SlotWish.objects.get(id=first.id).booking_id).state == "booked"
    assert [one.id for one in selectors.wishes(sharing.doctor)] == [second.id]


def test_a_care_card_is_offered_the_home_bed_first(sharing) -> None:
    make_adoption("420324", "doctors-into-families")
    resource = sharing.resource(quantity=1, kind=ResourceKind.HOME_BED)
    taken = [sharing.take(slot) for slot in Slot.objects.filter(resource=resource)]
    first, old = wish(sharing, resource), wish(sharing, resource, make_resident(birth_date=dt.date(1940, 5, 1)))
    services.give_back_slot(by=sharing.doctor, booking_id=taken[0].id, on=MONDAY, at=at(MONDAY))
    first.refresh_from_db(), old.refresh_from_db()
    assert (first.state, old.state, old.goes_first) == ("open", "offered", True)


def test_a_place_that_is_free_is_offered_at_once_and_a_lapsed_offer_waits_again(sharing) -> None:
    resource = sharing.resource(quantity=1)
    mine = wish(sharing, resource)
    assert mine.state == "offered"
    later = at(MONDAY) + dt.timedelta(hours=1)
    services.lapse_holds(on=MONDAY, at=later)
    mine.refresh_from_db()
    assert mine.state == "offered" and mine.booking.held_until > later  # nobody else waits: offered anew
    with pytest.raises(BadShape):
        wish(sharing, resource, latest_on=MONDAY - ONE)


def test_who_came_gets_the_next_number_and_the_owner_alone_enters_it(sharing) -> None:
    slot = sharing.slot(weeks=0)
    first, second = sharing.take(slot), sharing.take(slot)
    with pytest.raises(NotVisible):
        services.enter_slot(by=sharing.doctor, booking_id=first.id, state="came", on=MONDAY)
    assert services.enter_slot(by=sharing.desk, booking_id=second.id, state="came", on=MONDAY).queue_number == 1
    assert services.enter_slot(by=sharing.desk, booking_id=first.id, state="came", on=MONDAY).queue_number == 2
    with pytest.raises(BadShape):
        services.enter_slot(
            by=sharing.desk, booking_id=sharing.take(sharing.slot(slot.resource)).id, state="came", on=MONDAY
        )


def test_free_slots_are_read_by_a_steady_number_of_queries(sharing, django_assert_num_queries) -> None:
    for number in range(4):
        sharing.resource(title=f"专家{number}", begins_at=dt.time(8 + number), ends_at=dt.time(9 + number))
    few = {"since": MONDAY, "until": MONDAY + 6 * ONE, "on": MONDAY}
    many = few | {"until": MONDAY + 20 * ONE}
    selectors.free_slots(sharing.doctor, sharing.booker(), **few)
    with django_assert_num_queries(3):
        assert len(selectors.free_slots(sharing.doctor, sharing.booker(), **few)) == 4
    with django_assert_num_queries(3):
        assert len(selectors.free_slots(sharing.doctor, sharing.booker(), **many)) == 12


@pytest.mark.parametrize("kind", list(ResourceKind))
def test_every_kind_of_resource_is_shared_and_booked(sharing, kind) -> None:
    resource = sharing.resource(kind=kind, title=kind.label_zh)
    assert sharing.take(sharing.slot(resource)).state == "booked"
    assert [one.kind for one in selectors.resources(sharing.doctor)] == [kind]
