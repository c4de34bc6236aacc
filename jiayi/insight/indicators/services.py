"""Compute coverage for the whole county at one instant and keep it as a snapshot."""

import json
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import add_months

from .facts import sql
from .models import CoverageCell, CoverageSnapshot
from .selectors import region_rules

_LOCK = 7_100_001  # one computation at a time
_CELLS = """
WITH person AS ({facts})
INSERT INTO indicators_coveragecell (snapshot_id, region_code, team_id, population, residents, refused, signed)
SELECT %(snapshot)s, person.region_code, person.team_id, population,
    count(*), count(*) FILTER (WHERE person.has_refused), count(person.team_id)
FROM person CROSS JOIN LATERAL unnest(person.populations) AS population
GROUP BY person.region_code, person.team_id, population
"""


def compute_coverage(*, by: Viewer, on: date, at: datetime) -> CoverageSnapshot:
    """A snapshot as of `on`, and one as of a year before where none is kept yet; the newest becomes current."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last_year = add_months(on, -12)
        if not CoverageSnapshot.objects.filter(as_of=last_year).exists():
            _compute(last_year, at)
        CoverageSnapshot.objects.filter(as_of=on).delete()
        snapshot = _compute(on, at)
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
