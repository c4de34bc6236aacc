"""The hours a week that members really have for a team: entered with the members, and read as their time."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from jiayi.foundation.audit.models import Entry
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.models import TeamMember
from tests.registry.access.factories import make_post, make_user
from tests.registry.organization.factories import (
    COUNTY,
    make_county,
    make_institution,
    make_member,
    make_practitioner,
    make_team,
    make_viewer,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
TOWNSHIP = f"{COUNTY}100"
MANAGER = make_viewer("team_write", regions=(TOWNSHIP,))


@pytest.fixture
def team():
    make_county()
    return make_team(make_institution(TOWNSHIP))


def members_of(team) -> list:
    return [(row.practitioner_id, row.role) for row in team.members.order_by("id")]


def change(team, **hours):
    """Keep the members and enter hours by role; None keeps the hours too."""
    by_role = {row.role: row.practitioner_id for row in team.members.all()}
    known = {by_role[role]: Decimal(text) for role, text in hours.items()} if hours else None
    return services.change_team_members(
        by=MANAGER, team_id=team.id, members=members_of(team), leader_id=team.leader_id, on=TODAY, weekly_hours=known
    )


def hours(team) -> dict[str, float | None]:
    return {member.role: member.weekly_hours for member in selectors.team_facts(team.id, TODAY).members}


def test_hours_are_entered_with_the_members_and_replaced_as_a_whole(team):
    assert hours(team) == {"gp": None, "nurse": None, "public_health": None}
    change(team, gp="12.5", nurse="0")
    assert hours(team) == {"gp": 12.5, "nurse": 0, "public_health": None}
    change(team, nurse="20")
    assert hours(team) == {"gp": None, "nurse": 20, "public_health": None}
    assert Entry.objects.filter(act="organization.change_team_members").latest("id").details["weekly_hours"]


def test_a_change_of_members_that_names_no_hours_keeps_them(team):
    change(team, gp="12.5")
    change(team)
    assert hours(team)["gp"] == 12.5


def test_a_new_team_may_be_formed_with_hours(team):
    person = make_practitioner(team.institution, "gp")
    made = services.form_team(
        by=MANAGER,
        institution_id=team.institution_id,
        name="春晖团队",
        members=[(person.id, "gp")],
        leader_id=person.id,
        founded_on=TODAY,
        weekly_hours={person.id: Decimal("8")},
    )
    assert hours(made) == {"gp": 8}


@pytest.mark.parametrize("impossible", ["-0.5", "80.5"])
def test_the_database_keeps_out_hours_that_no_week_has(team, impossible):
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamMember.objects.filter(team=team, role="gp").update(weekly_hours=impossible)


def test_time_is_told_once_a_person_and_shared_among_teams_without_hours(team):
    other, third = (make_team(team.institution) for _ in range(2))
    expert = make_practitioner(team.institution, "county_expert", "gp", name="安专家")
    make_member(team, expert, "county_expert")
    make_member(team, expert, "gp")
    make_member(other, expert, "county_expert")
    TeamMember.objects.filter(pk=make_member(third, expert, "county_expert").pk).update(weekly_hours=3)
    time = {one.team_id: one for rows in selectors.staff_time([team.id, other.id, third.id], TODAY).values()
            for one in rows if one.practitioner_id == expert.id}  # fmt: skip
    assert time[team.id].roles == ("county_expert", "gp") and time[team.id].weekly_hours is None
    assert (time[team.id].teams, time[other.id].teams) == (2, 2)
    assert time[third.id].weekly_hours == 3


def test_who_has_left_has_no_time(team):
    TeamMember.objects.filter(team=team, role="nurse").update(ends_on=date(2026, 11, 21))
    assert {one.roles for one in selectors.staff_time([team.id], TODAY)[team.id]} == {("gp",), ("public_health",)}


@pytest.fixture
def browser(team) -> Client:
    user = make_user(name="王丽萍")
    make_post(user=user, code="institution_manager", institution=team.institution)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(team, **hours) -> dict[str, str]:
    rows = list(team.members.all())
    found = {f"role-{row.practitioner_id}": row.role for row in rows}
    found |= {f"hours-{row.practitioner_id}": hours.get(row.role, "") for row in rows}
    return found | {"leader": str(team.leader_id), "on": TODAY.isoformat()}


def test_hours_are_entered_on_the_page_and_shown_on_the_teams(team, browser):
    address = reverse("organization:change_members", args=[team.id])
    assert browser.post(address, sent(team, gp="12.5")).status_code == 302
    assert hours(team)["gp"] == 12.5
    assert "每周 12.5 小时" in browser.get(reverse("organization:team", args=[team.id])).content.decode()
    assert 'value="12.5"' in browser.get(address).content.decode()


@pytest.mark.parametrize("typed", ["半天", "-1", "81", "NaN", "1e400"])
def test_hours_that_are_none_are_refused_by_name_and_stay_in_the_form(team, browser, typed):
    answer = browser.post(reverse("organization:change_members", args=[team.id]), sent(team, gp=typed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "的每周工时请填 0 至 80 的数字" in page and team.leader.name in page and f'value="{typed}"' in page
    assert hours(team)["gp"] is None
