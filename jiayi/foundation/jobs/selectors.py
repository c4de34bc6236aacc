"""Runs as their owners see them: everybody sees the runs they started, the system sees all."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer

from .models import JobRun
from .terms import OPEN_STATES, JobState

_ALL = "settings_manage"


def runs(viewer: Viewer, *, kind: str | None = None, about: Mapping[str, str] | None = None) -> QuerySet[JobRun]:
    """The viewer's runs, the latest first; `about` names arguments that they were started with."""
    found = JobRun.objects.all() if viewer.scope(_ALL).everything else JobRun.objects.filter(_owned_by(viewer))
    found = found.filter(arguments__contains=dict(about)) if about else found
    return (found.filter(kind=kind) if kind else found).order_by("-id")


def run_for(viewer: Viewer, run_id: UUID, *, lock: bool = False) -> JobRun:
    """One run of the viewer's; NotVisible otherwise."""
    found = runs(viewer).filter(pk=run_id)
    run = (found.select_for_update() if lock else found).first()
    if run is None:
        raise NotVisible
    return run


def state_of(run_id: UUID | None) -> JobState | None:
    """Where a run stands, for what refers to it; None where there is no such run."""
    state = JobRun.objects.filter(pk=run_id).values_list("state", flat=True).first() if run_id else None
    return JobState(state) if state else None


def open_run(kind: str) -> JobRun | None:
    """The run of a kind that waits or is under way, whoever started it; the oldest of several."""
    return JobRun.objects.filter(kind=kind, state__in=OPEN_STATES).order_by("id").first()


def is_open(run_id: UUID | None) -> bool:
    """Whether a run waits or is under way."""
    return state_of(run_id) in OPEN_STATES


def _owned_by(viewer: Viewer) -> Q:
    return Q(started_by=viewer.actor_id) if viewer.actor_id else Q(pk__in=[])
