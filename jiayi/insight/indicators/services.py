"""Compute coverage for the whole county at one instant and keep it as a snapshot."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import add_months
from jiayi.foundation.jobs import services as jobs

from .facts import sql
from .models import CoverageCell, CoverageSnapshot
from .selectors import region_rules

COMPUTE = "indicators.compute_coverage"
STEPS = 2  # the year before, and the day itself
Say = Callable[[int], None]
_LOCK = 7_100_001  # one computation at a time
_CELLS = """
WITH person AS ({facts})
INSERT INTO indicators_coveragecell (snapshot_id, region_code, team_id, population, residents, refused, signed)
SELECT %(snapshot)s, person.region_code, person.team_id, population,
    count(*), count(*) FILTER (WHERE person.has_refused), count(person.team_id)
FROM person CROSS JOIN LATERAL unnest(person.populations) AS population
GROUP BY person.region_code, person.team_id, population
"""


def start_computing(*, by: Viewer, region_code: str) -> bool:
    """Have coverage computed in the background, unless that is under way; whether this began it.

    `region_code` is where the page of the finished run leads; what is computed is the whole county.
    """
    if not by.scope("coverage_compute").holds_region(region_code):
        raise NotVisible
    _run, is_new = jobs.start_unless_open(by=by, kind=COMPUTE, arguments={"region_code": region_code})
    return is_new


def compute_coverage(*, by: Viewer, on: date, at: datetime, say: Say = lambda done: None) -> CoverageSnapshot:
    """A snapshot as of `on`, and one as of a year before where none is kept yet; the newest becomes current.

    `say` is told how many of STEPS are done.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        say(0)
        last_year = add_months(on, -12)
        if not CoverageSnapshot.objects.filter(as_of=last_year).exists():
            _compute(last_year, at)
        say(1)
        CoverageSnapshot.objects.filter(as_of=on).delete()
        snapshot = _compute(on, at)
        say(STEPS)
        CoverageSnapshot.objects.filter(is_current=True).update(is_current=False)
        CoverageSnapshot.objects.filter(pk=snapshot.pk).update(is_current=True)
        audit.record(by=by, act="indicators.compute_coverage", subject_kind="coverage", subject_ids=[str(snapshot.pk)])
    snapshot.refresh_from_db()
    return snapshot


def prune_snapshots(*, on: date, keep_days: int) -> int:
    """Delete snapshots older than keep_days unless they close a month or are current; returns how many."""
    old = CoverageSnapshot.objects.filter(as_of__lt=on - timedelta(days=keep_days), is_current=False)
    doomed = [one.pk for one in old if (one.as_of + timedelta(days=1)).day != 1]
    CoverageCell.objects.filter(snapshot__in=doomed).delete()
    return CoverageSnapshot.objects.filter(pk__in=doomed).delete()[0]


def _compute(on: date, at: datetime) -> CoverageSnapshot:
    snapshot = CoverageSnapshot.objects.create(as_of=on, computed_at=at)
    parameters = {"as_of": on, "rules": json.dumps(region_rules("", on)), "snapshot": snapshot.pk}
    with connection.cursor() as cursor:
        cursor.execute(_CELLS.format(facts=sql("coverage_person")), parameters)
    return snapshot
