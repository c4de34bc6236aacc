"""Open and close tasks. Tasks follow from records, so the audit is that of the act which made the record."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.utils import timezone

from jiayi.registry.tasks.models import Task
from jiayi.registry.tasks.terms import DueTask, TaskState

CHUNK = 2_000
_RESTATED = [
    "kind",
    "resident",
    "team",
    "region",
    "subject_id",
    "from_on",
    "due_on",
    "programme",
    "risk",
    "remind_on",
    "state",
    "closed_on",
    "outcome",
    "updated_at",
]


def open_task(
    *,
    key: str,
    kind: str,
    region_code: str,
    from_on: dt.date,
    due_on: dt.date,
    resident_id: UUID | None = None,
    team_id: UUID | None = None,
    subject_id: UUID | None = None,
) -> None:
    """Open one task; a second opening under the same key restates the same row."""
    open_tasks(tasks=[DueTask(key, kind, region_code, from_on, due_on, resident_id, team_id, subject_id)])


def open_tasks(*, tasks: Iterable[DueTask]) -> int:
    """Open many, all or none; keys that are known are restated (and opened again). Answers how many were stated."""
    rows = [_row(task) for task in {task.key: task for task in tasks}.values()]
    if not rows:
        return 0
    rows.sort(key=lambda row: row.key)  # one order for all, so that two writers never wait for each other
    Task.objects.bulk_create(
        rows, batch_size=CHUNK, update_conflicts=True, unique_fields=["key"], update_fields=_RESTATED
    )
    return len(rows)


def _row(task: DueTask) -> Task:
    return Task(
        key=task.key,
        kind=task.kind,
        region_id=task.region_code,
        resident_id=task.resident_id,
        team_id=task.team_id,
        subject_id=task.subject_id,
        from_on=task.from_on,
        due_on=task.due_on,
        programme=task.programme,
        risk=task.risk,
        remind_on=task.remind_on,
        state=TaskState.OPEN,
        updated_at=timezone.now(),
    )


def close_tasks(*, keys: Sequence[str], on: dt.date, outcome: str) -> int:
    """Close the open tasks of these keys; those closed before stay as they are."""
    return _close(Task.objects.filter(key__in=list(keys)), on, outcome)


def close_tasks_of(*, subject_ids: Sequence[UUID], on: dt.date, outcome: str, keep: Collection[str] = ()) -> int:
    """Close the open tasks about these subjects (agreements, papers …), but those with the keys to keep."""
    return _close(Task.objects.filter(subject_id__in=list(subject_ids)).exclude(key__in=list(keep)), on, outcome)


def _close(tasks, on: dt.date, outcome: str) -> int:
    return tasks.filter(state=TaskState.OPEN).update(
        state=TaskState.CLOSED, closed_on=on, outcome=outcome, updated_at=timezone.now()
    )
