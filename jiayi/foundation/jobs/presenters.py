"""Runs in words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, gettext

from .kinds import kind_of
from .models import JobRun
from .terms import OPEN_STATES, RESTARTABLE_STATES, STATE_COLOURS, JobState

STATE_ICONS = {
    JobState.WAITING: "clock",
    JobState.RUNNING: "loader",
    JobState.DONE: "circle-check",
    JobState.FAILED: "alert-circle",
    JobState.CANCELLED: "circle-x",
    JobState.INTERRUPTED: "plug-connected-x",
}


@dataclass(frozen=True)
class RunRow:
    """A run as lists and its fragment show it."""

    run: JobRun
    title: str
    state_label: str
    colour: str
    icon: str
    url: str
    fragment_url: str
    is_open: bool
    may_restart: bool


def run_row(run: JobRun, *, stays: bool = False) -> RunRow:
    """A run in the language of the page; a page that `stays` is not left for the result when the run is over."""
    kind = kind_of(run.kind)
    state = JobState(run.state)
    is_done = state == JobState.DONE and kind.route and "id" in run.outcome
    return RunRow(
        run=run,
        title=gettext(kind.title),
        state_label=state.label(get_language() or "zh-hans"),
        colour=STATE_COLOURS[state],
        icon=STATE_ICONS[state],
        url=reverse(kind.route, args=[run.outcome["id"]]) if is_done else "",
        fragment_url=reverse("jobs:fragment", args=[run.pk]) + ("?stays=1" if stays else ""),
        is_open=state in OPEN_STATES,
        may_restart=state in RESTARTABLE_STATES,
    )
