"""What is closed, and which persons made the difference between a close and a restatement."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.indicators.facts.engine import columns_of, reading_parquet, rows_of
from jiayi.insight.indicators.models import PeriodClose
from jiayi.insight.indicators.permissions import READ

from .board import indicator_for, may_name
from .evaluating import Rate, formula_of
from .periods import facts_folder

_STANDING = """
SELECT resident_id, CASE WHEN {reached} THEN 'reached' WHEN {counted} THEN 'missed' WHEN {excluded} THEN 'excluded'
    ELSE 'none' END AS standing
FROM {facts}
"""
_DIFFERENCE = """
SELECT coalesce(before.resident_id, after.resident_id) AS resident_id,
    coalesce(before.standing, 'none') AS was, coalesce(after.standing, 'none') AS became
FROM ({before}) AS before FULL JOIN ({after}) AS after ON after.resident_id = before.resident_id
WHERE coalesce(before.standing, 'none') <> coalesce(after.standing, 'none')
ORDER BY was, became, resident_id LIMIT {limit}
"""


@dataclass(frozen=True)
class Changed:
    """A person who stands otherwise than before: reached, missed, excluded, none (not among those counted)."""

    resident_id: UUID
    was: str
    became: str


def closes(viewer: Viewer) -> QuerySet[PeriodClose]:
    """Closes and restatements of the counties within reach, or in which the reach lies; the latest first."""
    scope = viewer.scope(READ)
    found = PeriodClose.objects.select_related("county").order_by("-period", "county", "-number")
    if scope.everything:
        return found
    within = Q(pk__in=[])
    for prefix in scope.region_prefixes:
        within |= Q(county__code__startswith=prefix) if len(prefix) <= 6 else Q(county_id=prefix[:6])
    return found.filter(within)


def close_for(viewer: Viewer, close_id: UUID) -> PeriodClose:
    """One close of which the viewer may see the county's numbers; NotVisible else."""
    found = closes(viewer).filter(id=close_id).first()
    if found is None or not viewer.scope(READ).holds_region(found.county_id):
        raise NotVisible
    return found


def closed_rates(close: PeriodClose, level: str = "county") -> dict[tuple[str, str], Rate]:
    """The frozen counts of a level by indicator and place."""
    rows = close.rates.filter(level=level).values_list("indicator", "place", "numerator", "denominator", "excluded")
    return {(code, place): Rate(*counts) for code, place, *counts in rows}


def close_before(close: PeriodClose) -> PeriodClose | None:
    """What a restatement restates."""
    return PeriodClose.objects.filter(county_id=close.county_id, period=close.period, number=close.number - 1).first()


def close_of_month_before(close: PeriodClose) -> PeriodClose | None:
    """The latest close of the county's latest month before this one's."""
    found = PeriodClose.objects.filter(county_id=close.county_id, period__lt=close.period)
    return found.order_by("-period", "-number").first()


def changed_persons(viewer: Viewer, close: PeriodClose, code: str, limit: int = 200) -> list[Changed]:
    """Who stands otherwise in an indicator than in the close before, under the rules of now; [] of a first close."""
    indicator, before = indicator_for(code), close_before(close)
    if not may_name(viewer, close.county_id, indicator):
        raise NotVisible
    formula = formula_of(indicator)
    if before is None or formula is None:
        return []
    files = [facts_folder() / one.facts_file for one in (before, close)]
    sides = [
        _STANDING.format(
            reached=formula.is_reached,
            counted=formula.is_in,
            excluded=formula.is_excluded,
            facts=rows_of(file),
        )
        for file in files
    ]
    with reading_parquet() as duck:
        if not formula.columns <= columns_of(duck, *files):
            return []
        rows = duck.execute(_DIFFERENCE.format(before=sides[0], after=sides[1], limit=limit)).fetchall()
    return [Changed(UUID(resident_id), was, became) for resident_id, was, became in rows]
