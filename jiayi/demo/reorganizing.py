"""Acts over many in the county town, one of each kind: some stand, some were undone."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.access import selectors as access
from jiayi.registry.access.models import User
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.models import Area, Institution
from jiayi.registry.organization.terms import TeamFacts
from jiayi.service.agreements.models import Agreement

from .county import Township

_AGO = timedelta(days=2)  # the split: no visit of the past lies between it and the day
_OF_A_VILLAGE = "village_doctor"  # everybody else of a team serves in both of its parts


def reorganize(town: Township, on: date, at: datetime) -> None:
    """In the two villages with the fewest agreements, so that little has to follow, and in two where nobody lives."""
    manager = access.viewer_of(User.objects.get(username="manager"))
    *_more, second, smallest = _lived_in(town)
    quiet, quieter = [village.code for village in town.villages][-2:]
    _split_and_join(manager, town, smallest, on)
    _leave(manager, town, second, on)
    _take_in_a_clinic(manager, quieter, quiet, on)
    _rename(manager, town, quiet, on)
    _join_villages_too_early(manager, smallest, second, on, at)


def _lived_in(town: Township) -> list[str]:
    """Villages beside the first, where the accounts are, by falling number of agreements."""
    rows = Agreement.objects.filter(region_id__in=[village.code for village in town.villages[1:]])
    counted = rows.order_by().values_list("region_id").annotate(Count("id"))
    return [code for code, count in sorted(counted, key=lambda row: -row[1])]


def _split_and_join(by: Viewer, town: Township, village: str, on: date) -> None:
    """A village has a team of its own; then the plan is changed and it joins its former team again."""
    team = _facts(town.team_of_village[village], on)
    members = [(one.practitioner_id, one.role) for one in team.members if one.role != _OF_A_VILLAGE]
    doctors = set(town.village_doctors[village])
    members += [(one.practitioner_id, one.role) for one in team.members if one.practitioner_id in doctors]
    areas = Area.objects.filter(team_id=team.id, region_id=village, ends_on=None)
    services.split_team(
        by=by,
        team_id=team.id,
        name=f"{town.name[:-1]}家庭医生试点团队",
        members=members,
        staying_too=[person for person, role in members if role != _OF_A_VILLAGE],
        leader_id=team.leader_id,
        area_ids=list(areas.values_list("id", flat=True)),
        reason="按新方案单独组队（演示）",
        on=on - _AGO,
    )
    new = selectors.team_of_region(village, on)
    if new is not None:
        services.merge_teams(by=by, team_ids=[new], into_id=team.id, reason="方案调整，并回原团队（演示）", on=on)


def _leave(by: Viewer, town: Township, village: str, on: date) -> None:
    """A village's doctor leaves; another village doctor of the team takes everything over."""
    leaver = town.village_doctors[village][0]
    others = [doctors[0] for code, doctors in town.village_doctors.items() if code != village]
    services.hand_over(by=by, practitioner_id=leaver, last_day=on - ONE_DAY, successor_id=others[-1])


def _take_in_a_clinic(by: Viewer, village: str, into: str, on: date) -> None:
    """A village's clinic becomes part of its neighbour's."""
    clinics = {one.region_id: one.id for one in Institution.objects.filter(region_id__in=[village, into])}
    services.merge_institutions(
        by=by, institution_id=clinics[village], into_id=clinics[into], reason="村卫生室一体化合并（演示）", on=on
    )


def _rename(by: Viewer, town: Township, village: str, on: date) -> None:
    name = next(one.name for one in town.villages if one.code == village)
    services.rename_village(by=by, code=village, name=f"新{name}", reason="地名普查更名（演示）", on=on)


def _join_villages_too_early(by: Viewer, village: str, into: str, on: date, at: datetime) -> None:
    """Entered before the decision had come, and therefore undone."""
    act = services.merge_villages(by=by, codes=[village], into_code=into, reason="合村并居（演示）", on=on)
    services.undo_reorganization(by=by, act_id=act.id, reason="区划调整批复尚未下达（演示）", on=on, at=at)


def _facts(team_id: UUID, on: date) -> TeamFacts:
    facts = selectors.team_facts(team_id, on)
    if facts is None:
        raise LookupError(team_id)
    return facts
