"""Whose term ends soon, by the notice days of each village's schemes, and where each agreement stands."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Left

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView, find_value
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import RUNNING, Kind, RenewalStanding, State

from .listing import agreements

NOTICE_DAYS = "agreement.renewal_notice_days"


def notice_windows(on: dt.date) -> dict[int, list[str]]:
    """The villages by the days before the end from which notice is due; villages without a value are left out."""
    found: dict[int, list[str]] = defaultdict(list)
    days_of: dict[tuple[str, ...], int | None] = {}
    for code, stack in organization.village_schemes("", on).items():
        if stack not in days_of:
            value = find_value(NOTICE_DAYS, on, stack)
            days_of[stack] = value.value if value else None
        if (days := days_of[stack]) is not None:
            found[days].append(code)
    return dict(found)


def notice_reasons(region_code: str, on: dt.date) -> list[dict[str, Any]]:
    """How long before the end notice is due in a region, and where it is written."""
    view = RulebookView(on, organization.schemes_for(region_code, on))
    view.get(NOTICE_DAYS)
    return [one.as_dict() for one in view.values_read(except_for=set())]


def to_renew(viewer: Viewer, *, on: dt.date) -> QuerySet[Agreement]:
    """Principal agreements within reach that end soon, each with its `renewal_standing` (terms.RenewalStanding)."""
    ahead = Agreement.objects.filter(resident_id=OuterRef("resident_id"), state=State.SCHEDULED)
    ahead = ahead.exclude(kind=Kind.SUPPLEMENTARY)
    found = agreements(viewer).filter(_is_soon_over(on), state__in=RUNNING, ends_on__gte=on)
    return found.exclude(kind=Kind.SUPPLEMENTARY).annotate(
        renewal_standing=Case(
            When(Exists(ahead), then=Value(RenewalStanding.RENEWED.value)),
            When(objected_on__isnull=False, then=Value(RenewalStanding.OBJECTED.value)),
            When(notified_on__isnull=False, then=Value(RenewalStanding.NOTIFIED.value)),
            default=Value(RenewalStanding.NOTICE_DUE.value),
            output_field=CharField(),
        )
    )


def _is_soon_over(on: dt.date) -> Q:
    """By one bound where all villages have the same window, else village by village."""
    windows = notice_windows(on)
    if len(windows) == 1:
        return Q(ends_on__lte=on + dt.timedelta(days=next(iter(windows))))
    found = Q(pk__in=())
    for days, villages in windows.items():
        found |= Q(ends_on__lte=on + dt.timedelta(days=days), region_id__in=villages)
    return found


def to_renew_by_place(rows: QuerySet[Agreement], digits: int) -> dict[str, dict[str, int]]:
    """How many of the rows stand where, by the first digits of the village code."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    counted = rows.order_by().annotate(place=Left(F("region_id"), digits)).values_list("place", "renewal_standing")
    for place, standing, count in counted.annotate(count=Count("id")):
        found[place][standing] = count
    return dict(sorted(found.items()))
