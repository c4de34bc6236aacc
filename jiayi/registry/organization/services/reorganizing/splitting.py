"""Split a team: some members and areas form another one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jiayi.foundation.base import events
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.journal import Journal
from jiayi.foundation.base.periods import not_over
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.events import TeamSplit
from jiayi.registry.organization.models import Area, Reorganization, Team, TeamMember
from jiayi.registry.organization.services.laws import breach, keep_all, kept_by, misshapen, refuse
from jiayi.registry.organization.services.teams import Member, end_or_drop
from jiayi.registry.organization.terms import ReorganizationKind

from .acts import begin, complete_teams, finish, locked_teams, move_areas, require_complete


@retrying_atomic
def split_team(
    *,
    by: Viewer,
    team_id: UUID,
    name: str,
    members: Sequence[Member],
    staying_too: Sequence[UUID] = (),
    leader_id: UUID,
    area_ids: Sequence[UUID],
    reason: str,
    on: date,
) -> Reorganization:
    """Form a new team of some members (practitioner, role) with some areas; agreements of these areas go with it.

    `staying_too` names members who serve in both. Refuses where a team would not fill its template, or an area
    would be left with somebody who is not of its team.
    """
    team = locked_teams([team_id], on)[team_id]
    present = {(row.practitioner_id, row.role): row for row in team.members.filter(not_over(on))}
    areas = list(Area.objects.select_for_update().filter(not_over(on), team=team, id__in=area_ids).order_by("id"))
    if len(areas) < len(set(area_ids)) or not set(members) <= present.keys():
        raise NotVisible
    if not areas or leader_id not in {person for person, _ in members}:
        misshapen(breach("E_SPLIT_WITHOUT_AREA" if not areas else "B_LEADER_NOT_MEMBER", on=on))
    act, journal = begin(
        by=by,
        kind=ReorganizationKind.SPLIT_TEAM,
        institutions=[team.institution],
        former=[team.name],
        following=[team.name, name.strip()],
        reason=reason,
        on=on,
    )
    were_complete = complete_teams([team.id], on)
    new = _form(journal, team, name, members, leader_id, on)
    leaving = {person for person, _ in members} - set(staying_too)
    for key in set(members):
        if key[0] in leaving:
            end_or_drop(present[key], on, journal)
    going = {person for person, _ in members}
    substitutes = {area.responsible_person_id: leader_id for area in areas if area.responsible_person_id not in going}
    move_areas(journal, areas, new, on, responsible=substitutes)
    left = tuple(sorted(leaving))
    moved = tuple((area.region_id, area.building_id) for area in areas)
    who = (by.actor_id, act.reason)
    split = TeamSplit(act.id, team.id, new.id, moved, left, team.leader_id, leader_id, on, *who)
    _keep_laws(team, leaving, split, were_complete)
    return finish(by, act)


def _keep_laws(team: Team, leaving: set[UUID], split: TeamSplit, were_complete: set[UUID]) -> None:
    """Refuses with every law that one of the teams, or what follows the split, would break."""
    wanted = were_complete | ({split.new_team_id} if were_complete else set())
    keep_all(
        lambda: _require_responsible(team, leaving, split.on),
        lambda: require_complete([team.id, split.new_team_id], wanted, split.on),
        lambda: events.publish(split),
    )


def _form(journal: Journal, team: Team, name: str, members: Sequence[Member], leader_id: UUID, on: date) -> Team:
    new = Team(
        name=name.strip(),
        institution=team.institution,
        template=team.template,
        tier=team.tier,
        leader_id=leader_id,
        phone=team.phone,
        founded_on=on,
    )
    with kept_by({"team_name_once": lambda: breach("B_TEAM_NAME_TAKEN", on=on, name=new.name)}):
        new.save(force_insert=True)
    journal.made(new)
    for person, role in dict.fromkeys(members):
        journal.made(TeamMember.objects.create(team=new, practitioner_id=person, role=role, starts_on=on))
    return new


def _require_responsible(team: Team, leaving: set[UUID], on: date) -> None:
    broken = [breach("B_LEADER_NOT_MEMBER", on=on)] if team.leader_id in leaving else []
    left = Area.objects.filter(not_over(on), team=team, responsible_person_id__in=leaving)
    names = sorted(set(left.values_list("responsible_person__name", flat=True)))
    broken += [breach("B_LEAVES_RESPONSIBLE", on=on, names="、".join(names))] if names else []
    if broken:
        refuse(*broken)
