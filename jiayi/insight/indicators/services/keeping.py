"""Which snapshots are kept, and the months of the past that are counted afterwards."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from jiayi.foundation.core.dates import add_months, closes_month
from jiayi.insight.indicators.facts import sql
from jiayi.insight.indicators.models import CoverageCell, CoverageSnapshot, OutcomeCell

from .computing import one_at_a_time
from .counting import count_day

MONTHS_BACK = 36


def prune_snapshots(*, on: date, keep_days: int) -> int:
    """Delete snapshots older than keep_days unless they close a month, are current, or are its year before; returns
    how many."""
    current = CoverageSnapshot.objects.filter(is_current=True).first()
    kept = {current.as_of, add_months(current.as_of, -12)} if current else set()
    old = CoverageSnapshot.objects.filter(as_of__lt=on - timedelta(days=keep_days)).exclude(as_of__in=kept)
    doomed = [one.pk for one in old if not closes_month(one.as_of)]
    for cells in (CoverageCell, OutcomeCell):
        cells.objects.filter(snapshot__in=doomed).delete()
    return CoverageSnapshot.objects.filter(pk__in=doomed).delete()[0]


def count_past_months(*, on: date, at: datetime, most: int) -> list[date]:
    """Count up to `most` month ends of the last MONTHS_BACK that have no snapshot, the latest first; answers which.

    Only months in which an agreement was in force: a county that brings its agreements along has its past counted
    night by night.
    """
    counted = []
    for day in _missing_months(on)[:most]:
        with transaction.atomic():
            one_at_a_time()
            if CoverageSnapshot.objects.filter(as_of=day).exists():
                continue
            count_day(day, at)
        counted.append(day)
    return counted


def _missing_months(on: date) -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(sql("first_agreement"))
        first = cursor.fetchone()[0]
    if first is None:
        return []
    months = (add_months(on.replace(day=1), -back) - timedelta(days=1) for back in range(MONTHS_BACK))
    kept = set(CoverageSnapshot.objects.values_list("as_of", flat=True))
    return [day for day in months if day >= first and day not in kept]
