"""Merge an institution into another: staff, teams, areas, devices and what it serves pass over."""

from datetime import date
from uuid import UUID

from jiayi.foundation.base import events
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.journal import Journal
from jiayi.foundation.base.periods import not_over
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.organization.events import InstitutionsMerged
from jiayi.registry.organization.models import Area, Consortium, Device, Institution, Practitioner, Reorganization, Team
from jiayi.registry.organization.services.laws import breach, kept_by, misshapen
from jiayi.registry.organization.terms import ReorganizationKind

from .acts import begin, finish, move_areas


@retrying_atomic
def merge_institutions(*, by: Viewer, institution_id: UUID, into_id: UUID, reason: str, on: date) -> Reorganization:
    """Everything an institution has passes to another from a day; it closes the day before. Nobody signs anew."""
    if institution_id == into_id:
        misshapen(breach("E_NOTHING_TO_MERGE", on=on))
    rows = Institution.objects.select_for_update().filter(id__in=[institution_id, into_id], closed_on=None)
    found = {one.id: one for one in rows.order_by("id")}
    if len(found) < 2:
        raise NotVisible
    former, into = found[institution_id], found[into_id]
    act, journal = begin(
        by=by,
        kind=ReorganizationKind.MERGE_INSTITUTIONS,
        institutions=[into, former],
        former=[former.name],
        following=[into.name],
        reason=reason,
        on=on,
    )
    _pass_service_regions(journal, former, into)
    team_ids = _pass_teams(journal, former, into, on)
    for model in (Practitioner, Device):
        journal.update(model.objects.filter(institution=former), institution_id=into.id)
    journal.update(Institution.objects.filter(parent=former), parent_id=into.id)
    journal.update(Consortium.objects.filter(lead=former), lead_id=into.id)
    journal.update(Institution.objects.filter(id=former.id), closed_on=on - ONE_DAY)
    events.publish(InstitutionsMerged(act.id, former.id, into.id, team_ids, on, by.actor_id, act.reason))
    return finish(by, act)


def _pass_teams(journal: Journal, former: Institution, into: Institution, on: date) -> tuple[UUID, ...]:
    teams = list(Team.objects.select_for_update().filter(institution=former).order_by("id"))
    taken = Team.objects.filter(institution=into, dissolved_on=None).values_list("name", flat=True)
    double = sorted({team.name for team in teams if team.dissolved_on is None} & set(taken))
    with kept_by({"team_name_once": lambda: breach("B_TEAM_NAME_TAKEN", on=on, name="、".join(double))}):
        journal.update(Team.objects.filter(institution=former), institution_id=into.id)
    for team in teams:
        team.institution_id = into.id
        move_areas(journal, Area.objects.filter(not_over(on), team=team).order_by("id"), team, on, responsible={})
    return tuple(team.id for team in teams)


def _pass_service_regions(journal: Journal, former: Institution, into: Institution) -> None:
    """What both served is served by the one; an institution without a list serves the region it stands in."""
    through = Institution.service_regions.through
    codes = {
        one.id: set(one.service_regions.values_list("code", flat=True)) or {one.region_id} for one in (former, into)
    }
    named = set(into.service_regions.values_list("code", flat=True))
    for code in sorted((codes[former.id] | codes[into.id]) - named):
        journal.made(through.objects.create(institution_id=into.id, region_id=code))
    for row in list(through.objects.filter(institution_id=former.id)):
        journal.delete(row)
