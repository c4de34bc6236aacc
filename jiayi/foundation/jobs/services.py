"""Starting, stopping and restarting long work. Kinds are registered in a room's module `background`."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken
from jiayi.foundation.base.viewer import Viewer

from . import selectors
from .kinds import kind_of, register
from .liveness import dead
from .models import JobRun
from .progress import JobCancelled, Progress, report
from .running import run_job
from .terms import OPEN_STATES, RESTARTABLE_STATES, JobState
from .timetable import Entry, run_due

__all__ = [
    "Entry",
    "JobCancelled",
    "Progress",
    "cancel",
    "mark_interrupted",
    "register",
    "report",
    "restart",
    "run_due",
    "start",
    "start_for",
    "start_unless_open",
]


@transaction.atomic
def start(*, by: Viewer, kind: str, arguments: dict[str, Any]) -> JobRun:
    """Have work done in the background, once this transaction is committed."""
    return start_for(owner_id=by.actor_id, kind=kind, arguments=arguments)


@transaction.atomic
def start_for(*, owner_id: UUID | None, kind: str, arguments: dict[str, Any]) -> JobRun:
    """The same for whoever did what brought the work about, known by id alone as events tell it."""
    kind_of(kind)
    run = JobRun.objects.create(kind=kind, started_by=owner_id, arguments=arguments)
    run_job.enqueue(str(run.pk))
    return run


@transaction.atomic
def start_unless_open(*, by: Viewer, kind: str, arguments: dict[str, Any]) -> tuple[JobRun, bool]:
    """The run of this kind that is open, whoever started it, else a new one; and whether it is new.

    For work that everybody needs once, however many people ask for it, or press twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"jobs.start_unless_open {kind}"])
    mark_interrupted()
    present = selectors.open_run(kind)
    return (present, False) if present else (start(by=by, kind=kind, arguments=arguments), True)


@transaction.atomic
def cancel(*, by: Viewer, run_id: UUID) -> JobRun:
    """Stop a run: at once while it waits, at its next report of progress while it runs."""
    run = selectors.run_for(by, run_id, lock=True)
    if run.state not in OPEN_STATES:
        raise LawBroken("E_JOB_OVER", _("任务已经结束，不能取消。"))
    run.is_cancel_asked = True
    if run.state == JobState.WAITING:
        run.state, run.finished_at = JobState.CANCELLED, clock.now()
    run.save(update_fields=["is_cancel_asked", "state", "finished_at", "updated_at"])
    return run


@transaction.atomic
def restart(*, by: Viewer, run_id: UUID) -> JobRun:
    """Begin a failed, cancelled or interrupted run anew, with the same arguments."""
    run = selectors.run_for(by, run_id, lock=True)
    if run.state not in RESTARTABLE_STATES:
        raise LawBroken("E_JOB_NOT_OVER", _("只有失败、中断或已取消的任务可以重新开始。"))
    run.state, run.is_cancel_asked, run.finished_at = JobState.WAITING, False, None
    run.done, run.total, run.message, run.error_code = 0, None, "", ""
    run.save()
    run_job.enqueue(str(run.pk))
    return run


def mark_interrupted() -> int:
    """Mark runs whose worker is gone, so that their owners see it and can start them again; how many."""
    running = dict(JobRun.objects.filter(state=JobState.RUNNING).values_list("pk", "began_at"))
    gone = dead(running)
    if not gone:
        return 0
    # Began in the meantime by another worker: no longer the run that was looked at.
    changed = 0
    for run_id in gone:
        same = JobRun.objects.filter(pk=run_id, state=JobState.RUNNING, began_at=running[run_id])
        changed += same.update(state=JobState.INTERRUPTED, finished_at=clock.now())
    return changed
