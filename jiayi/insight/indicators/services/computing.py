"""Compute coverage for the whole county at one instant and keep it as a snapshot."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import add_months
from jiayi.foundation.jobs import services as jobs
from jiayi.insight.indicators import permissions
from jiayi.insight.indicators.models import CoverageSnapshot

from .counting import count_day

COMPUTE = "indicators.compute_coverage"
STEPS = 2  # the year before, and the day itself
Say = Callable[[int], None]
_LOCK = 7_100_001  # one computation at a time


def start_computing(*, by: Viewer, region_code: str) -> bool:
    """Have coverage computed in the background, unless that is under way; whether this began it.

    `region_code` is where the page of the finished run leads; what is computed is the whole county.
    """
    if not by.scope(permissions.COMPUTE).holds_region(region_code):
        raise NotVisible
    _run, is_new = jobs.start_unless_open(by=by, kind=COMPUTE, arguments={"region_code": region_code})
    return is_new


def compute_coverage(*, by: Viewer, on: date, at: datetime, say: Say = lambda done: None) -> CoverageSnapshot:
    """A snapshot as of `on`, and one as of a year before where none is kept yet; the newest becomes current.

    `say` is told how many of STEPS are done.
    """
    with transaction.atomic():
        one_at_a_time()
        say(0)
        last_year = add_months(on, -12)
        if not CoverageSnapshot.objects.filter(as_of=last_year).exists():
            count_day(last_year, at)
        say(1)
        CoverageSnapshot.objects.filter(as_of=on).delete()
        snapshot = count_day(on, at)
        say(STEPS)
        CoverageSnapshot.objects.filter(is_current=True).update(is_current=False)
        CoverageSnapshot.objects.filter(pk=snapshot.pk).update(is_current=True)
        audit.record(by=by, act="indicators.compute_coverage", subject_kind="coverage", subject_ids=[str(snapshot.pk)])
    snapshot.refresh_from_db()
    return snapshot


def one_at_a_time() -> None:
    """Wait for another computation to end, until the transaction does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
