"""Merge teams into one that goes on."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jiayi.foundation.base import events
from jiayi.foundation.base.periods import not_over
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.organization.events import TeamsMerged
from jiayi.registry.organization.models import Area, Reorganization, Team
from jiayi.registry.organization.services.areas import check_population
from jiayi.registry.organization.services.laws import breach, keep_all, misshapen
from jiayi.registry.organization.services.teams import end_or_drop
from jiayi.registry.organization.terms import ReorganizationKind

from .acts import begin, complete_teams, finish, join, locked_teams, move_areas, require_complete


@retrying_atomic
def merge_teams(*, by: Viewer, team_ids: Sequence[UUID], into_id: UUID, reason: str, on: date) -> Reorganization:
    """Members, areas and agreements of teams pass to another from a day; they are dissolved the day before.

    Nobody signs anew. Refuses where the one team would break a cap or no longer fill its template.
    """
    if not team_ids or into_id in team_ids:
        misshapen(breach("E_NOTHING_TO_MERGE", on=on))
    teams = locked_teams([*team_ids, into_id], on)
    into = teams.pop(into_id)
    act, journal = begin(
        by=by,
        kind=ReorganizationKind.MERGE_TEAMS,
        institutions=[into.institution, *(team.institution for team in teams.values())],
        former=[team.name for team in teams.values()],
        following=[into.name],
        reason=reason,
        on=on,
    )
    was_complete = complete_teams([into.id], on)
    for team in teams.values():
        members = list(team.members.filter(not_over(on)))
        for member in members:
            end_or_drop(member, on, journal)
        join(journal, into, [(member.practitioner_id, member.role) for member in members], on)
        move_areas(journal, Area.objects.filter(not_over(on), team=team).order_by("id"), into, on, responsible={})
        journal.update(Team.objects.filter(id=team.id), dissolved_on=on - ONE_DAY)
    merged = TeamsMerged(act.id, tuple(teams), into.id, into.institution_id, on, by.actor_id, act.reason)
    keep_all(
        lambda: check_population(into, on),
        lambda: require_complete([into.id], was_complete, on),
        lambda: events.publish(merged),
    )
    return finish(by, act)
