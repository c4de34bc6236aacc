"""Take a hospital's department into a team with its tasks, and end it (S4-35)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization.models import Team, TeamDepartment
from jiayi.registry.organization.permissions import TEAM_WRITE, require_at
from jiayi.registry.organization.selectors.departments import department_tasks, hospitals


@retrying_atomic
def add_department(
    *,
    by: Viewer,
    team_id: UUID,
    institution_id: UUID,
    name: str,
    tasks: Sequence[str],
    contact: str,
    phone: str,
    on: date,
) -> TeamDepartment:
    """The department stands by the team from the day on; again with other tasks, it is changed."""
    team = _team(by, team_id)
    if institution_id not in {one.id for one in hospitals(by)}:
        raise misshapen("E_DEPARTMENT_PLACE", "institution")
    if not tasks or set(tasks) - set(department_tasks(team.institution.region_id, on)):
        raise misshapen("E_DEPARTMENT_TASKS", "tasks")
    made, _ = TeamDepartment.objects.update_or_create(
        team=team,
        institution_id=institution_id,
        name=name.strip()[:60],
        ends_on=None,
        defaults={"tasks": list(tasks), "contact": contact.strip()[:60], "phone": phone.strip()[:30]},
        create_defaults={
            "tasks": list(tasks),
            "contact": contact.strip()[:60],
            "phone": phone.strip()[:30],
            "starts_on": on,
        },
    )
    _record(by, "organization.add_department", made)
    return made


@retrying_atomic
def end_department(*, by: Viewer, team_id: UUID, department_id: UUID, on: date) -> None:
    """The last day of a department in a team."""
    team = _team(by, team_id)
    row = TeamDepartment.objects.select_for_update().filter(id=department_id, team=team, ends_on=None).first()
    if row is None:
        raise NotVisible
    row.ends_on = max(on, row.starts_on)
    row.save(update_fields=["ends_on", "updated_at"])
    _record(by, "organization.end_department", row)


def _team(by: Viewer, team_id: UUID) -> Team:
    team = Team.objects.select_related("institution").filter(id=team_id, dissolved_on=None).first()
    if team is None:
        raise NotVisible
    require_at(by, TEAM_WRITE, team.institution)
    return team


def _record(by: Viewer, act: str, row: TeamDepartment) -> None:
    details = {"team": str(row.team_id), "name": row.name, "tasks": row.tasks}
    audit.record(by=by, act=act, subject_kind="team_department", subject_ids=[row.id], details=details)
