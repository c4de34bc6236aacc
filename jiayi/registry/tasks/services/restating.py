"""State anew what certain subjects make due: open what a source derives for them, close what it does no longer."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from django.db import connection

from jiayi.registry.tasks.terms import DueTask

from .opening import close_tasks_of, open_tasks
from .sources import STATED, stated


def restate_tasks(
    *, subject_ids: Collection[UUID], sources: Sequence[Callable[[], str]], on: dt.date, outcome: str
) -> None:
    """Open what these subjects make due now by the sources (config/task_sources.py), and close their other tasks."""
    due = _due_about(list(subject_ids), sources)
    close_tasks_of(subject_ids=list(subject_ids), on=on, outcome=outcome, keep={task.key for task in due})
    open_tasks(tasks=due)


def _due_about(subject_ids: list[UUID], sources: Sequence[Callable[[], str]]) -> list[DueTask]:
    query = " UNION ALL ".join(stated(source(), "subject_id = ANY(%s)") for source in sources)
    with connection.cursor() as cursor:
        cursor.execute(query, [subject_ids] * len(sources))
        return [DueTask(**dict(zip(STATED, row, strict=True))) for row in cursor.fetchall()]
