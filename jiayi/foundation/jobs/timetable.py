"""Work that runs by itself: every few seconds, or once a day. `config.timetable` lists what."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .models import TimetableRun
from .rules import is_due

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the timetable: either `every` or `daily_at` (local time)."""

    name: str
    work: Callable[[], object]
    every: dt.timedelta | None = None
    daily_at: dt.time | None = None


def run_due(entries: Sequence[Entry], now: dt.datetime) -> list[str]:
    """Run what is due; the names of what was done. One that fails is logged and does not hold up the others."""
    return [entry.name for entry in entries if _claim(entry, now) and _do(entry, now)]


def _claim(entry: Entry, now: dt.datetime) -> bool:
    """Whether the entry is due and ours: of several processes one wins the update."""
    run, _ = TimetableRun.objects.get_or_create(name=entry.name)
    due = is_due(
        every=entry.every,
        daily_at=entry.daily_at,
        now=now,
        last_tried_at=run.last_tried_at,
        last_done_at=run.last_done_at,
    )
    unchanged = TimetableRun.objects.filter(name=entry.name, last_tried_at=run.last_tried_at)
    return due and unchanged.update(last_tried_at=now) == 1


def _do(entry: Entry, now: dt.datetime) -> bool:
    try:
        entry.work()
    except Exception:
        logger.exception("The work %s failed; it will be tried again.", entry.name)
        return False
    TimetableRun.objects.filter(name=entry.name).update(last_done_at=now)
    return True
