"""Departments that stand by a team, and what they may take on."""

from datetime import date
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.periods import in_force
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization.models import Institution, Team, TeamDepartment
from jiayi.registry.organization.terms import PRIMARY_LEVELS

from .institutions import institutions
from .schemes import schemes_for

TASKS = "tiered_care.department_tasks"


def departments_of(team: Team, on: date) -> list[TeamDepartment]:
    """Those of a day, by hospital and name. The caller has found the team."""
    rows = TeamDepartment.objects.filter(in_force(on), team=team)
    return list(rows.select_related("institution").order_by("institution__code", "name"))


def department_of(team: Team, department_id: UUID) -> TeamDepartment:
    """One of a team's, also of one that ended; NotVisible where it has none such. The caller has found the team."""
    found = TeamDepartment.objects.select_related("institution").filter(team=team, id=department_id).first()
    if found is None:
        raise NotVisible
    return found


def department_tasks(region_code: str, on: date) -> list[str]:
    """What departments take on by the schemes of a region; empty where none says."""
    found = find_value(TASKS, on, list(schemes_for(region_code, on)))
    return list(found.value) if found else []


def hospitals(viewer: Viewer) -> list[Institution]:
    """Open hospitals above the township."""
    return list(institutions(viewer, is_open=True).exclude(level__in=("", *PRIMARY_LEVELS)))
