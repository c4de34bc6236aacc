"""Schedules and sessions follow teams, institutions and villages that merge, and people who leave; and come back."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from jiayi.foundation.base import clock
from jiayi.registry.organization.events import InstitutionsMerged, TeamsMerged, VillagesMerged
from jiayi.registry.organization.models import PublicBoard
from jiayi.service.scheduling import selectors, services
from jiayi.service.scheduling.terms import Pattern, SessionKind
from tests.registry.organization.factories import make_institution, make_practitioner, make_region, make_team

from .factories import MONDAY, VILLAGE, make_place

pytestmark = pytest.mark.django_db
LATER = MONDAY + dt.timedelta(days=14)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def schedule(place):
    return place.schedule(kind=SessionKind.OUTREACH_ROUND)


def test_coming_sessions_pass_to_the_team_that_takes_over_and_come_back(place, schedule):
    other, act = make_team(place.team.institution), uuid4()
    event = TeamsMerged(act, (place.team.id,), other.id, other.institution_id, LATER)
    services.follow_merged_teams(event)
    schedule.refresh_from_db()
    days = dict(schedule.sessions.values_list("held_on", "team_id"))
    assert schedule.team_id == other.id
    assert days[MONDAY] == place.team.id and days[LATER] == other.id
    services.undo_merged_places(act_id=act)
    schedule.refresh_from_db()
    assert schedule.team_id == place.team.id and set(schedule.sessions.values_list("team_id", flat=True)) == {
        place.team.id
    }


def test_coming_sessions_are_the_institution_s_and_the_village_s_that_take_over(place, schedule):
    other, village, act = make_institution(), make_region("420324101999"), uuid4()
    merged = InstitutionsMerged(act, place.team.institution_id, other.id, (place.team.id,), LATER)
    services.follow_merged_institutions(merged)
    services.follow_merged_villages(VillagesMerged(act, (VILLAGE,), village.code, LATER))
    schedule.refresh_from_db()
    assert (schedule.institution_id, schedule.region_id) == (other.id, village.code)
    services.undo_merged_places(act_id=act)
    schedule.refresh_from_db()
    assert (schedule.institution_id, schedule.region_id) == (place.team.institution_id, VILLAGE)


def test_who_takes_a_leaver_s_place_is_on_duty_from_the_day_after(place, schedule):
    successor, act = make_practitioner(place.team.institution), uuid4()
    services.follow_handed_over(
        leaver_id=place.team.leader_id,
        of_teams={place.team.id: successor.id},
        otherwise=successor.id,
        left_on=MONDAY,
        act_id=act,
    )
    first, second = schedule.sessions.order_by("held_on")[:2]
    assert first.on_duty.get() == place.team.leader and second.on_duty.get() == successor
    assert schedule.on_duty.get() == successor
    services.undo_merged_places(act_id=act)
    assert second.on_duty.get() == schedule.on_duty.get() == place.team.leader


def test_anybody_may_read_the_next_sessions_without_residents(place, schedule):
    place.schedule(pattern=Pattern.ONCE, weekdays=(), title="签约门诊", capacity=1)
    place.schedule(kind=SessionKind.HOME_ROUND)
    found = selectors.public_sessions(MONDAY, teams=[place.team.id], villages=[VILLAGE], most=3)
    assert [one.kind for one in found].count("contract_clinic") == 1 and len(found) == 3
    assert found[0].on_duty == (place.team.leader.name,) and not found[0].is_full


def test_a_published_board_tells_of_the_next_sessions(place, client):
    today = clock.today()
    place.schedule(today, starts_on=today, pattern=Pattern.ONCE, weekdays=(), title="老年人签约门诊", capacity=1)
    place.schedule(today, starts_on=today, pattern=Pattern.ONCE, weekdays=(), kind=SessionKind.OUTREACH_ROUND)
    home = {"kind": SessionKind.HOME_ROUND, "title": "入户巡诊"}
    place.schedule(today, starts_on=today, pattern=Pattern.ONCE, weekdays=(), **home)
    PublicBoard.objects.create(region_id=VILLAGE, published_on=today)
    shown = client.get(reverse("agreements:public_board", args=["village", VILLAGE])).content.decode()
    assert "近期门诊和巡诊" in shown and "老年人签约门诊" in shown and "卫生院一楼" in shown
    assert "入户巡诊" not in shown
