"""Give open tasks to a member of their team, or leave them to the area's responsible person again; row by row."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.answers import Answer, refused
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.permissions import ASSIGN
from jiayi.registry.tasks.selectors.reach import within
from jiayi.registry.tasks.terms import TaskKind, TaskState

MOST = 500  # tasks of one act


@transaction.atomic
def assign_tasks(*, by: Viewer, task_ids: Sequence[UUID], practitioner_id: UUID | None, on: dt.date) -> list[Answer]:
    """What became of each task, in the order asked; those that cannot be given stay as they are, the others go through.

    404 out of reach, 409 done already, or of a team that the practitioner is not a member of on the day.
    """
    ids = list(dict.fromkeys(task_ids))[:MOST]
    rows = Task.objects.filter(within(by, ASSIGN), pk__in=ids).select_related("resident")
    found = {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True).order_by("pk")}
    members = _members({row.team_id for row in found.values() if row.team_id}, on)
    answers = [_judged(task_id, found.get(task_id), practitioner_id, members) for task_id in ids]
    given = [one.subject_id for one in answers if one.is_done]
    Task.objects.filter(pk__in=given).update(assignee_id=practitioner_id, updated_at=timezone.now())
    residents = {row.resident_id for pk, row in found.items() if pk in set(given) and row.resident_id}
    audit.record(
        by=by,
        act="tasks.assign_tasks",
        subject_kind="task",
        subject_ids=given,
        resident_ids=sorted(residents),
        details={"practitioner": str(practitioner_id or ""), "given": len(given), "refused": len(ids) - len(given)},
    )
    return answers


def _members(team_ids: set[UUID], on: dt.date) -> dict[UUID, set[UUID]]:
    facts = organization.team_facts_of(team_ids, on)
    return {team_id: {one.practitioner_id for one in team.members} for team_id, team in facts.items()}


def _judged(task_id: UUID, task: Task | None, practitioner_id: UUID | None, members: dict[UUID, set[UUID]]) -> Answer:
    if task is None:
        return refused(task_id, 404, "E_TASK_UNKNOWN")
    told = {"name": task.resident.name if task.resident else "", "about": label_of(TaskKind, task.kind)}
    if task.state != TaskState.OPEN:
        return refused(task_id, 409, "E_TASK_DONE", **told)
    if practitioner_id and practitioner_id not in members.get(task.team_id, set()):
        return refused(task_id, 409, "E_NOT_OF_TEAM", **told)
    return Answer(task_id, **told)


def give_tasks(*, keys: Sequence[str], practitioner_id: UUID) -> None:
    """Give the open tasks of these keys to somebody; the act that opened them has judged that it may."""
    Task.objects.filter(key__in=keys, state=TaskState.OPEN).update(
        assignee_id=practitioner_id, updated_at=timezone.now()
    )
