"""What a worker does with a run."""

import logging
import traceback
from uuid import UUID

from django.utils.translation import gettext as _
from django_tasks import task

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError

from .kinds import kind_of
from .liveness import held
from .models import JobRun
from .progress import JobCancelled, Progress
from .terms import JobState

logger = logging.getLogger(__name__)


@task()
def run_job(run_id: str) -> None:
    """Do the work of a waiting run; whatever happens ends in the run's state, never in an error of the worker."""
    identity = UUID(run_id)
    with held(identity) as is_mine:
        if is_mine and _claim(identity):
            _work(JobRun.objects.get(pk=identity))


def _claim(run_id: UUID) -> bool:
    waiting = JobRun.objects.filter(pk=run_id, state=JobState.WAITING, is_cancel_asked=False)
    return bool(waiting.update(state=JobState.RUNNING, began_at=clock.now(), done=0, message=""))


def _work(run: JobRun) -> None:
    try:
        outcome = kind_of(run.kind).work(Progress(run.pk, run.started_by), **run.arguments)
    except JobCancelled:
        _finish(run, JobState.CANCELLED)
    except CodedError as error:
        _finish(run, JobState.FAILED, error_code=error.code, message=error.message)
    except Exception as error:
        # Values in messages and frames may be personal: only the place in the code is kept.
        logger.error("job %s (%s) failed: %s", run.pk, run.kind, _place(error))
        _finish(run, JobState.FAILED, error_code="E_JOB_FAILED", message=_("出现意外错误，已记录。请稍后重试。"))
    except BaseException:
        _finish(run, JobState.INTERRUPTED)
        raise
    else:
        _finish(run, JobState.DONE, outcome=outcome or {})


def _finish(run: JobRun, state: JobState, **facts: object) -> None:
    if "message" in facts:
        facts["message"] = str(facts["message"])[:200]
    JobRun.objects.filter(pk=run.pk).update(state=state, finished_at=clock.now(), **facts)


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-4:]))
