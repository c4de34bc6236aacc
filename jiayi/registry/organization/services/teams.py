"""Form teams by the template in force, change their members with dates, dissolve them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.journal import Journal
from jiayi.foundation.base.periods import not_over
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.organization.events import TeamDissolved
from jiayi.registry.organization.models import Area, Institution, Practitioner, Responsibility, Team, TeamMember
from jiayi.registry.organization.permissions import TEAM_WRITE, require_at
from jiayi.registry.organization.selectors.composition import (
    candidates_of,
    composition_of,
    composition_of_team,
    seats_of,
    signs_combined,
)
from jiayi.registry.organization.selectors.teams import team_facts
from jiayi.registry.organization.services.changes import apply_changes
from jiayi.registry.organization.services.laws import breach, kept_by, refuse

Member = tuple[UUID, str]  # a practitioner and the role in the team
WeeklyHours = Mapping[UUID, Decimal]  # by practitioner
FIELDS = ("name", "phone", "tier", "is_combined")


@retrying_atomic
def form_team(
    *,
    by: Viewer,
    institution_id: UUID,
    name: str,
    members: Sequence[Member],
    leader_id: UUID,
    founded_on: date,
    tier: int = 1,
    is_combined: bool = False,
    phone: str = "",
    weekly_hours: WeeklyHours | None = None,
) -> Team:
    """Form a team; refuses with the breaches of what the region's schemes ask of such a team on the day.

    `weekly_hours` are the hours a week that members really have for the team, where they are known.
    """
    institution = Institution.objects.filter(id=institution_id, closed_on=None).first()
    if institution is None:
        raise NotVisible
    require_at(by, TEAM_WRITE, institution)
    team = Team(
        institution=institution,
        name=name.strip(),
        tier=tier,
        is_combined=is_combined,
        leader_id=leader_id,
        phone=phone,
        founded_on=founded_on,
    )
    _refuse_unknown_pattern(team, founded_on)
    team.template = _checked(team, members, leader_id, founded_on, known=set())
    with kept_by({"team_name_once": lambda: breach("B_TEAM_NAME_TAKEN", on=founded_on, name=team.name)}):
        team.save(force_insert=True)
    _join(team, members, founded_on)
    hours = _enter_hours(team, weekly_hours, founded_on)
    details = {"members": members, "leader": leader_id, "founded_on": founded_on, "template": team.template} | hours
    _record(by, "organization.form_team", team, details)
    return team


def _checked(team: Team, members: Sequence[Member], leader_id: UUID, on: date, *, known: set[UUID]) -> str:
    """The scheme whose template the members fill; refuses where they do not, or a person may not be asked.

    `known` are members already: they stay although their institution may have left the neighbourhood.
    """
    wanted, home = {person for person, _ in members}, team.institution
    people = {person.id: person for person in candidates_of(home, on).filter(id__in=wanted)}
    staying = Practitioner.objects.filter(id__in=(wanted & known) - people.keys()).select_related("institution")
    people |= {person.id: person for person in staying}
    if wanted - people.keys():
        raise NotVisible
    if len(set(members)) < len(members):
        refuse(breach("B_MEMBER_TWICE", on=on))
    leader_role = next((role for person, role in members if person == leader_id), None)
    if leader_role is None:
        refuse(breach("B_LEADER_NOT_MEMBER", on=on))
    seats, code = seats_of(members, people, home), home.region_id
    composition = composition_of(seats, leader_role, code, on, tier=team.tier, is_combined=team.is_combined)
    if not composition.allowed:
        refuse(*composition.broken)
    return composition.template


def _refuse_unknown_pattern(team: Team, on: date) -> None:
    if team.is_combined and not signs_combined(team.institution.region_id, on):
        refuse(breach("B_COMBINED_UNKNOWN", on=on))


def _join(team: Team, members: Sequence[Member], starts_on: date) -> None:
    TeamMember.objects.bulk_create(
        TeamMember(team=team, practitioner_id=person, role=role, starts_on=starts_on) for person, role in members
    )


@retrying_atomic
def change_team(*, by: Viewer, team_id: UUID, fields: Mapping[str, Any], on: date) -> Team:
    """Change a team's name, phone, tier, or whether it signs combined contracts; refuses what its members lack."""
    team = locked_team(team_id)
    require_at(by, TEAM_WRITE, team.institution)
    changes = apply_changes(team, fields, FIELDS)
    if {"tier", "is_combined"} & changes.keys():
        _check_kind(team, on)
    with kept_by({"team_name_once": lambda: breach("B_TEAM_NAME_TAKEN", on=on, name=team.name)}):
        team.save()
    _record(by, "organization.change_team", team, {"fields": changes})
    return team


def _check_kind(team: Team, on: date) -> None:
    """The members of the day make a team of this tier and pattern; what the template lacks was so before."""
    _refuse_unknown_pattern(team, on)
    facts = team_facts(team.id, on)
    composition = composition_of_team(replace(facts, tier=team.tier, is_combined=team.is_combined), on)
    if broken := [reason for reason in composition.broken if reason["code"] in ("B_TIER_LACKS", "B_COMBINED_LACKS")]:
        refuse(*broken)


@retrying_atomic
def change_team_members(
    *,
    by: Viewer,
    team_id: UUID,
    members: Sequence[Member],
    leader_id: UUID,
    on: date,
    weekly_hours: WeeklyHours | None = None,
) -> Team:
    """Have a team consist of these members from a day; who leaves has the day before as the last.

    The template is that of the day. Nobody named responsible for an area may leave before it is handed over.
    `weekly_hours` replace what is known of the hours of those who stay or join; None leaves them as they are.
    """
    team = locked_team(team_id)
    require_at(by, TEAM_WRITE, team.institution)
    present = list(team.members.filter(not_over(on)))
    if team.dissolved_on or on < team.founded_on or any(member.starts_on > on for member in present):
        refuse(breach("B_TEAM_CHANGED_LATER", on=on))
    now = {(member.practitioner_id, member.role): member for member in present}
    team.template = _checked(team, members, leader_id, on, known={person for person, _ in now})
    _refuse_leaving_responsible(team, {person for person, _ in members}, on)
    for key in now.keys() - set(members):
        end_or_drop(now[key], on)
    _join(team, [member for member in members if member not in now], on)
    team.leader_id = leader_id
    team.save()
    hours = _enter_hours(team, weekly_hours, on)
    _record(by, "organization.change_team_members", team, {"members": members, "leader": leader_id, "on": on} | hours)
    return team


def _enter_hours(team: Team, weekly_hours: WeeklyHours | None, on: date) -> dict[str, Any]:
    """Keep the members' hours, of several roles with the first; what the history is told."""
    if weekly_hours is None:
        return {}
    entered: set[UUID] = set()
    for member in team.members.filter(not_over(on)).order_by("starts_on", "id"):
        known = None if member.practitioner_id in entered else weekly_hours.get(member.practitioner_id)
        entered.add(member.practitioner_id)
        if member.weekly_hours != known:
            member.weekly_hours = known
            member.save(update_fields=["weekly_hours", "updated_at"])
    return {"weekly_hours": {str(person): str(hours) for person, hours in weekly_hours.items()}}


def _refuse_leaving_responsible(team: Team, staying: set[UUID], on: date) -> None:
    open_areas = Area.objects.filter(not_over(on), team=team).exclude(responsible_person_id__in=staying)
    names = sorted(set(open_areas.values_list("responsible_person__name", flat=True)))
    if names:
        refuse(breach("B_LEAVES_RESPONSIBLE", on=on, names="、".join(names)))


def end_or_drop(row: TeamMember | Area | Responsibility, on: date, journal: Journal | None = None) -> None:
    """End a period the day before `on`; one that would begin no earlier has never been, and goes.

    With a journal the change is written down, so that the act can be undone.
    """
    journal = journal or Journal(None)
    if row.starts_on >= on:
        journal.delete(row)
    else:
        journal.update(type(row).objects.filter(pk=row.pk), ends_on=on - ONE_DAY)


@retrying_atomic
def dissolve_team(*, by: Viewer, team_id: UUID, on: date) -> Team:
    """Give a team its last day; its areas must have another team after it."""
    team = locked_team(team_id)
    require_at(by, TEAM_WRITE, team.institution)
    if team.dissolved_on or on < team.founded_on:
        refuse(breach("B_TEAM_CHANGED_LATER", on=on))
    villages = Area.objects.filter(not_over(on + ONE_DAY), team=team).count()
    if villages:
        refuse(breach("B_TEAM_HAS_AREAS", on=on, count=villages))
    for member in team.members.filter(not_over(on + ONE_DAY)):
        end_or_drop(member, on + ONE_DAY)
    team.dissolved_on = on
    team.save()
    _record(by, "organization.dissolve_team", team, {"on": on})
    events.publish(TeamDissolved(team.id, on))
    return team


def locked_team(team_id: UUID) -> Team:
    """The team, locked, with its institution; NotVisible where there is none."""
    rows = Team.objects.select_for_update(of=("self",)).select_related("institution")
    team = rows.filter(id=team_id).first()
    if team is None:
        raise NotVisible
    return team


def _record(by: Viewer, act: str, team: Team, details: Mapping[str, Any]) -> None:
    audit.record(by=by, act=act, subject_kind="team", subject_ids=[team.id], details=details)
