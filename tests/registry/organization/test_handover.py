from datetime import date, timedelta

import pytest

from jiayi.foundation.audit.models import Entry
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.events import AreaSuccessor, PractitionerHandedOver, TeamSuccessor
from jiayi.registry.organization.models import Device, Institution, Practitioner, Reorganization, Team
from tests.registry.organization.factories import (
    COUNTY,
    make_adoption,
    make_area,
    make_building,
    make_county,
    make_device,
    make_institution,
    make_member,
    make_practitioner,
    make_responsibility,
    make_team,
    make_viewer,
)

pytestmark = pytest.mark.django_db
LAST = date(2026, 11, 30)
DAY = timedelta(days=1)
TOWNSHIP = f"{COUNTY}100"
VILLAGE, OTHER_VILLAGE = f"{TOWNSHIP}201", f"{TOWNSHIP}202"
MANAGER = make_viewer("practitioner_write", regions=(TOWNSHIP,))


@pytest.fixture
def centre() -> Institution:
    make_county()
    make_adoption(COUNTY, "urban-team")
    return make_institution(TOWNSHIP)


@pytest.fixture
def team(centre) -> Team:
    team = make_team(centre)
    make_area(team, VILLAGE)
    make_area(team, OTHER_VILLAGE, building=make_building(OTHER_VILLAGE, "东楼"))
    make_responsibility(VILLAGE, "household", team.leader)
    make_device(centre, status="in_use", holder=team.leader, held_since=date(2026, 1, 1))
    return team


@pytest.fixture
def published(monkeypatch):
    seen = []
    monkeypatch.setattr(events, "publish", seen.append)
    return seen


def hand_over(leaver: Practitioner, successor: Practitioner | None = None, *, by=MANAGER, **more):
    return services.hand_over(
        by=by,
        practitioner_id=leaver.id,
        last_day=LAST,
        successor_id=successor.id if successor else None,
        **more,
    )


def test_everything_a_leaver_answers_for_goes_to_the_successor_from_the_day_after(team, published):
    leaver, successor = team.leader, make_practitioner(team.institution, "gp")
    assert selectors.duties_of(leaver.id, LAST).count == 6
    hand_over(leaver, successor)
    before, after = selectors.team_facts(team.id, LAST), selectors.team_facts(team.id, LAST + DAY)
    assert before.member(leaver.id) and not before.member(successor.id)
    assert after.member(successor.id).role == "gp" and not after.member(leaver.id)
    assert after.leader_id == successor.id
    for region, building in ((VILLAGE, ""), (OTHER_VILLAGE, "东楼")):
        assert selectors.area_of(region, LAST, building=building).responsible_person_id == leaver.id
        assert selectors.area_of(region, LAST + DAY, building=building).responsible_person_id == successor.id
    assert [link.practitioner_id for link in selectors.responsible_for(VILLAGE, LAST)] == [leaver.id]
    assert [link.practitioner_id for link in selectors.responsible_for(VILLAGE, LAST + DAY)] == [successor.id]
    device = Device.objects.get()
    assert (device.status, device.holder, device.held_since) == ("in_store", None, None)
    assert selectors.doctor_facts(leaver.id, LAST).is_active
    assert not selectors.doctor_facts(leaver.id, LAST + DAY).is_active
    assert selectors.duties_of(leaver.id, LAST).count == 0


def test_others_hear_of_it_in_plain_values_and_the_audit_keeps_who_took_what(team, published):
    leaver, successor = team.leader, make_practitioner(team.institution, "gp")
    hand_over(leaver, successor)
    assert published == [
        PractitionerHandedOver(
            practitioner_id=leaver.id,
            left_on=LAST,
            successor_id=successor.id,
            teams=(TeamSuccessor(team.id, "gp", successor.id),),
            areas=(
                AreaSuccessor(VILLAGE, "", team.id, successor.id),
                AreaSuccessor(OTHER_VILLAGE, "东楼", team.id, successor.id),
            ),
            act_id=Reorganization.objects.get().id,
            by_id=MANAGER.actor_id,
            reason=f"{leaver.name}离岗交接",
        )
    ]
    details = Entry.objects.get(act="organization.hand_over").details
    assert set(details["areas"].values()) == {str(successor.id)}
    assert len(details["devices"]) == 1


def test_each_duty_may_have_a_successor_of_its_own(team):
    leaver = team.leader
    gp, nurse = make_practitioner(team.institution, "gp"), team.members.get(role="nurse").practitioner
    duties = selectors.duties_of(leaver.id, LAST)
    village_area = next(area for area in duties.areas if area.region_id == VILLAGE)
    hand_over(leaver, gp, successors={village_area.id: nurse.id, duties.responsibilities[0].id: nurse.id})
    assert selectors.area_of(VILLAGE, LAST + DAY).responsible_person_id == nurse.id
    assert selectors.area_of(OTHER_VILLAGE, LAST + DAY, building="东楼").responsible_person_id == gp.id
    assert selectors.responsible_for(VILLAGE, LAST + DAY)[0].practitioner_id == nurse.id


def test_a_successor_who_is_a_member_in_that_role_already_is_not_entered_twice(team):
    second = make_practitioner(team.institution, "gp")
    make_member(team, second)
    hand_over(team.leader, second)
    after = selectors.team_facts(team.id, LAST + DAY)
    assert [member.role for member in after.members if member.practitioner_id == second.id] == ["gp"]


def test_a_duty_that_has_not_begun_and_one_that_ends_keep_their_days(team):
    leaver, successor = team.leader, make_practitioner(team.institution, "gp")
    other = make_team(team.institution)
    make_member(other, leaver, "gp", starts_on=LAST + 10 * DAY)
    make_area(team, f"{TOWNSHIP}203", ends_on=LAST + 5 * DAY)
    hand_over(leaver, successor)
    assert not selectors.team_facts(other.id, LAST + 9 * DAY).member(successor.id)
    assert selectors.team_facts(other.id, LAST + 10 * DAY).member(successor.id)
    assert not selectors.team_facts(other.id, LAST + 10 * DAY).member(leaver.id)
    assert selectors.area_of(f"{TOWNSHIP}203", LAST + 5 * DAY).responsible_person_id == successor.id
    assert selectors.area_of(f"{TOWNSHIP}203", LAST + 6 * DAY) is None


def test_a_successor_who_would_break_the_template_is_refused_and_nothing_moves(team, published):
    leaver, nurse = team.leader, make_practitioner(team.institution, "nurse")
    with pytest.raises(LawBroken) as refused:
        hand_over(leaver, nurse)
    assert {breach["code"] for breach in refused.value.breaches} >= {"B_ROLE_MISSING", "B_UNQUALIFIED"}
    assert selectors.duties_of(leaver.id, LAST).count == 6
    assert Practitioner.objects.get(id=leaver.id).left_on is None
    assert published == []


def test_a_team_that_was_incomplete_before_does_not_hold_the_leaver_back(team):
    team.members.filter(role="nurse").delete()
    hand_over(team.leader, make_practitioner(team.institution, "gp"))
    assert selectors.duties_of(team.leader_id, LAST).count == 0


def test_without_a_successor_for_every_duty_nothing_is_handed_over(team):
    area = selectors.duties_of(team.leader_id, LAST).areas[0]
    successor = make_practitioner(team.institution, "gp")
    for successors in ({}, {area.id: successor.id}):
        with pytest.raises(LawBroken) as refused:
            hand_over(team.leader, successors=successors)
        assert refused.value.code == "B_SUCCESSOR_MISSING"


def test_the_leaver_someone_gone_and_a_stranger_are_no_successors(team):
    gone = make_practitioner(team.institution, "gp", left_on=LAST)
    stranger = make_practitioner(make_institution("420325100"), "gp")
    for unfit in (team.leader, gone, stranger):
        with pytest.raises(NotVisible):
            hand_over(team.leader, unfit)


def test_only_who_keeps_the_staff_there_may_hand_over(team):
    successor = make_practitioner(team.institution, "gp")
    for by in (make_viewer(), make_viewer("practitioner_write", regions=("420325",)), make_viewer("team_write")):
        with pytest.raises(NotVisible):
            hand_over(team.leader, successor, by=by)


def test_someone_without_duties_simply_leaves_and_nobody_else_is_told(centre, published):
    leaver = make_practitioner(centre)
    make_device(centre, status="in_use", holder=leaver, held_since=date(2026, 1, 1))
    hand_over(leaver)
    assert Practitioner.objects.get(id=leaver.id).left_on == LAST
    assert Device.objects.get().holder is None
    assert published == []


def test_who_has_left_cannot_leave_again_later(team):
    leaver = make_practitioner(team.institution, left_on=LAST - DAY)
    with pytest.raises(LawBroken) as refused:
        hand_over(leaver)
    assert refused.value.code == "B_ALREADY_LEFT"


def test_leaving_is_refused_while_duties_are_open(team):
    with pytest.raises(LawBroken) as refused:
        services.leave_practitioner(by=MANAGER, practitioner_id=team.leader_id, left_on=LAST)
    assert refused.value.code == "B_DUTIES_OPEN"
    assert "6" in refused.value.message


def test_the_preview_costs_five_queries(team, django_assert_num_queries):
    with django_assert_num_queries(5):
        duties = selectors.duties_of(team.leader_id, LAST)
        assert [area.team.name for area in duties.areas] == [team.name] * 2
        assert duties.needs_successor
