"""Communities, classes, members, and who reaches them."""

import datetime as dt
import threading

import pytest
from django.db import connection

from jiayi.community.communities import selectors, services
from jiayi.community.communities.models import Community, Member
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people.events import ResidentDied
from jiayi.registry.people.services import merge_residents, undo_merge
from tests.service.agreements.factories import make_signer

from .factories import DAY, TOWNSHIP, make_kindergarten, make_resident

ONE = dt.timedelta(days=1)


@pytest.mark.django_db
def test_a_community_stands_once_in_a_place():
    garden = make_kindergarten()
    with pytest.raises(LawBroken) as refused:
        services.open_community(by=garden.by, plan=garden.plan(name="向阳幼儿园"), on=DAY)
    assert refused.value.code == "E_COMMUNITY_THERE"
    services.close_community(by=garden.by, community_id=garden.community.id, on=DAY)
    services.open_community(by=garden.by, plan=garden.plan(name="向阳幼儿园"), on=DAY)
    with pytest.raises(BadShape, match="乡镇"):
        services.open_community(by=garden.by, plan=garden.plan(region_code="420324999001"), on=DAY)


@pytest.mark.django_db
def test_sent_twice_it_is_opened_once():
    garden = make_kindergarten()
    key = make_resident().id
    made = [services.open_community(by=garden.by, plan=garden.plan(), on=DAY, community_id=key) for _ in range(2)]
    assert made[0].id == made[1].id == key and Community.objects.count() == 2


@pytest.mark.django_db
def test_a_child_belongs_once_and_leaves_with_its_records():
    garden = make_kindergarten()
    child = garden.child()
    again = services.add_member(
        by=garden.by, community_id=garden.community.id, resident_id=child.resident_id, role="child", since=DAY, on=DAY
    )
    assert again.id == child.id
    with pytest.raises(LawBroken, match="还有成员"):
        services.close_class(by=garden.by, class_id=garden.room.id, on=DAY)
    services.end_member(by=garden.by, member_id=child.id, on=DAY)
    assert selectors.members_of(garden.community, on=DAY) == [child]
    assert selectors.members_of(garden.community, on=DAY + ONE) == []
    services.close_class(by=garden.by, class_id=garden.room.id, on=DAY)


@pytest.mark.django_db(transaction=True)
def test_two_who_add_a_child_at_once_add_it_once():
    garden = make_kindergarten()
    resident = make_resident(name="童小二")
    gate = threading.Barrier(4)

    def add() -> None:
        try:
            gate.wait(timeout=20)
            services.add_member(
                by=garden.by,
                community_id=garden.community.id,
                resident_id=resident.id,
                role="child",
                since=DAY,
                on=DAY,
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Member.objects.filter(resident=resident).count() == 1


@pytest.mark.django_db
def test_another_township_sees_and_does_nothing():
    garden = make_kindergarten()
    child = garden.child()
    stranger = make_signer("420324102", permissions=("community_read", "community_write", "community_check"))
    reader = make_signer(TOWNSHIP, permissions=("community_read",))
    assert not selectors.communities(stranger).exists() and selectors.communities(reader).exists()
    for viewer in (stranger, reader):
        with pytest.raises(NotVisible):
            services.end_member(by=viewer, member_id=child.id, on=DAY)
        with pytest.raises(NotVisible):
            services.do_duty(by=viewer, community_id=garden.community.id, duty="ventilation", done_on=DAY, on=DAY)
    with pytest.raises(NotVisible):
        selectors.community_for(stranger, garden.community.id)


@pytest.mark.django_db
def test_the_dead_leave():
    garden = make_kindergarten()
    child = garden.child()
    events.publish(ResidentDied(resident_id=child.resident_id, on=DAY))
    child.refresh_from_db()
    assert child.until == DAY


@pytest.mark.django_db
def test_merged_records_carry_their_membership_and_give_it_back():
    garden = make_kindergarten()
    child = garden.child()
    kept = make_resident(name=child.resident.name, birth_date=child.resident.birth_date)
    said = {"by": SystemViewer(), "reason": "重复建档", "on": DAY}
    merge = merge_residents(**said, kept_id=kept.id, merged_id=child.resident_id, confirmed=True)
    child.refresh_from_db()
    assert child.resident_id == kept.id
    undo_merge(**said, merge_id=merge.id)
    child.refresh_from_db()
    assert child.resident_id == merge.merged_id
