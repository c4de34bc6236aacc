import datetime as dt

import pytest

from jiayi.foundation.base import events
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.models import new_id
from jiayi.registry.people import selectors, services
from jiayi.registry.people.events import DepartureUndone, ResidentDied, ResidentMoved
from jiayi.registry.people.models import Departure
from tests.registry.people.factories import (
    OTHER_VILLAGE,
    VILLAGE,
    make_household,
    make_region,
    make_relation,
    make_resident,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture
def heard(monkeypatch):
    """The events of this room that were published."""
    published = []
    subscribers = {kind: [published.append] for kind in (ResidentDied, ResidentMoved, DepartureUndone)}
    monkeypatch.setattr(events, "_subscribers", subscribers)
    return published


def test_a_death_ends_the_relations_and_the_headship_and_is_told(heard):
    household = make_household(members=2)
    head = household.head
    relation = make_relation(head, new_id())
    services.mark_died(by=make_viewer(), resident_id=head.id, died_on=YESTERDAY, on=TODAY, evidence="死亡证明")
    head.refresh_from_db()
    household.refresh_from_db()
    relation.refresh_from_db()
    assert (head.status, head.status_on, household.head) == ("deceased", YESTERDAY, None)
    assert relation.until == YESTERDAY
    assert heard == [ResidentDied(head.id, YESTERDAY)]


def test_a_mistaken_death_is_taken_back_with_all_it_ended(heard):
    household = make_household(members=2)
    head = household.head
    relation = make_relation(head, new_id())
    closed = make_relation(head, new_id(), until=YESTERDAY)
    viewer = make_viewer()
    entry = services.mark_died(by=viewer, resident_id=head.id, died_on=YESTERDAY, on=TODAY)
    services.undo_departure(by=viewer, departure_id=entry.id, reason="同名误录")
    for row in (household, head, relation, closed):
        row.refresh_from_db()
    assert (head.status, head.status_on, household.head) == ("living_here", None, head)
    assert (relation.until, closed.until) == (None, YESTERDAY)
    assert heard[-1] == DepartureUndone(head.id, YESTERDAY, "deceased")
    with pytest.raises(LawBroken) as error:
        services.undo_departure(by=viewer, departure_id=entry.id, reason="再来一次")
    assert error.value.code == "E_NOTHING_TO_UNDO"


def test_a_day_of_death_lies_between_birth_and_today_and_nobody_dies_twice():
    resident = make_resident(birth_date=dt.date(1980, 5, 6))
    viewer = make_viewer()
    for day, code in ((TODAY + dt.timedelta(days=1), "E_DATE_IN_FUTURE"), (dt.date(1980, 5, 5), "E_DATE_TOO_EARLY")):
        with pytest.raises(BadShape) as error:
            services.mark_died(by=viewer, resident_id=resident.id, died_on=day, on=TODAY)
        assert error.value.code == code
    services.mark_died(by=viewer, resident_id=resident.id, died_on=TODAY, on=TODAY)
    with pytest.raises(LawBroken):
        services.mark_died(by=viewer, resident_id=resident.id, died_on=TODAY, on=TODAY)


def test_a_move_within_the_county_changes_village_and_household_and_can_be_taken_back(heard):
    household = make_household(members=2)
    target = make_household(number="新户", village=OTHER_VILLAGE)
    mover = household.head
    viewer = make_viewer("420324")
    entry = services.mark_moved(
        by=viewer,
        resident_id=mover.id,
        to_region=OTHER_VILLAGE,
        moved_on=YESTERDAY,
        on=TODAY,
        household_id=target.id,
        relation="spouse",
        address="三组8号",
    )
    mover.refresh_from_db()
    assert (mover.region_id, mover.household, mover.relation_to_head) == (OTHER_VILLAGE, target, "spouse")
    assert heard == [ResidentMoved(mover.id, YESTERDAY, VILLAGE, OTHER_VILLAGE, "living_here")]
    services.undo_departure(by=viewer, departure_id=entry.id, reason="迁错村")
    mover.refresh_from_db()
    household.refresh_from_db()
    assert (mover.region_id, mover.household, mover.relation_to_head) == (VILLAGE, household, "head")
    assert household.head == mover
    assert heard[-1] == ResidentMoved(mover.id, YESTERDAY, OTHER_VILLAGE, VILLAGE, "living_here")


def test_nobody_is_moved_into_a_place_the_writer_does_not_answer_for():
    resident = make_resident()
    make_region(OTHER_VILLAGE)
    with pytest.raises(NotVisible):
        services.mark_moved(
            by=make_viewer(VILLAGE), resident_id=resident.id, to_region=OTHER_VILLAGE, moved_on=TODAY, on=TODAY
        )
    household = make_household()
    with pytest.raises(LawBroken) as error:
        services.mark_moved(
            by=make_viewer("420324"),
            resident_id=resident.id,
            to_region=OTHER_VILLAGE,
            moved_on=TODAY,
            on=TODAY,
            household_id=household.id,
            relation="son",
        )
    assert error.value.code == "E_HOUSEHOLD_OTHER_VILLAGE"


@pytest.mark.parametrize("status", ["moved_away", "unreachable", "refused", "other"])
def test_who_leaves_is_counted_no_longer(heard, status):
    resident = make_resident()
    services.mark_closed(by=make_viewer(), resident_id=resident.id, status=status, left_on=TODAY, on=TODAY)
    facts = selectors.facts_of([resident.id], TODAY)[resident.id]
    assert facts.alive and not facts.lives_here
    assert heard == [ResidentMoved(resident.id, TODAY, VILLAGE, "", status)]
    assert Departure.objects.get().kind == status


def test_a_status_that_closes_nothing_is_refused():
    resident = make_resident()
    with pytest.raises(BadShape):
        services.mark_closed(by=make_viewer(), resident_id=resident.id, status="living_here", left_on=TODAY, on=TODAY)


def test_only_the_latest_entry_is_taken_back_and_only_with_a_reason():
    resident = make_resident()
    make_region(OTHER_VILLAGE)
    viewer = make_viewer("420324")
    move = services.mark_moved(
        by=viewer, resident_id=resident.id, to_region=OTHER_VILLAGE, moved_on=YESTERDAY, on=TODAY
    )
    death = services.mark_died(by=viewer, resident_id=resident.id, died_on=TODAY, on=TODAY)
    with pytest.raises(LawBroken):
        services.undo_departure(by=viewer, departure_id=move.id, reason="顺序不对")
    with pytest.raises(BadShape):
        services.undo_departure(by=viewer, departure_id=death.id, reason=" ")
    with pytest.raises(NotVisible):
        services.undo_departure(by=make_viewer("420325"), departure_id=death.id, reason="外人")
    services.undo_departure(by=viewer, departure_id=death.id, reason="误录")
    services.undo_departure(by=viewer, departure_id=move.id, reason="误录")
