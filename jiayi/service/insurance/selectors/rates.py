"""Figures from imported visits: shares and lengths of stay, each with numerator and denominator."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.service.insurance.models import InsuredVisit
from jiayi.service.insurance.terms import PRIMARY, Period, VisitKind

from .visits import visits


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; no share of nothing."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class InstitutionCount:
    """How many were treated at an institution of the platform."""

    institution_id: UUID
    treated: int


def in_county_share(viewer: Viewer, period: Period, kind: str = "") -> Share:
    """Visits within the county among all visits of its insured residents (S4-18)."""
    rows = _of_kind(viewer, period, kind)
    found = rows.aggregate(whole=Count("id"), part=Count("id", filter=Q(in_county=True)))
    return Share(**found)


def primary_share(viewer: Viewer, period: Period) -> Share:
    """Visits at primary institutions among all visits within the county (S4-25)."""
    rows = visits(viewer, period).filter(in_county=True)
    found = rows.aggregate(whole=Count("id"), part=Count("id", filter=Q(level__in=PRIMARY)))
    return Share(**found)


def average_stays(viewer: Viewer, period: Period) -> list[dict[str, Any]]:
    """By level: discharges and mean days of stay; who leaves on the day of admission stayed one day (S4-22)."""
    rows = visits(viewer, period).filter(kind=VisitKind.INPATIENT, discharged_on__isnull=False, in_county=True)
    stay = Avg(Greatest(F("discharged_on") - F("visit_on"), Value(ONE_DAY)))
    found = rows.values("level").annotate(discharges=Count("id"), mean=stay).order_by("level")
    return [{"level": one["level"], "discharges": one["discharges"], "days": one["mean"] / ONE_DAY} for one in found]


def visits_by_institution(viewer: Viewer, period: Period) -> list[InstitutionCount]:
    """How many visits each institution of the platform had."""
    rows = visits(viewer, period).exclude(institution=None)
    found = rows.order_by().values_list("institution_id").annotate(Count("id"))
    return [InstitutionCount(institution_id, count) for institution_id, count in found]


def _of_kind(viewer: Viewer, period: Period, kind: str) -> QuerySet[InsuredVisit]:
    rows = visits(viewer, period)
    return rows.filter(kind=kind) if kind else rows
