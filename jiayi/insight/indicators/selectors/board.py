"""Indicators of a region within a viewer's reach, and the persons behind each number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Indicator
from jiayi.insight.indicators.facts.engine import columns_of, literal, reading_parquet, rows_of
from jiayi.insight.indicators.permissions import DRILL, RESTRICTED
from jiayi.insight.indicators.terms import Part

from .evaluating import LEVELS, Formula, Rate, evaluate, formula_of
from .periods import Period, column_kinds, read_manifest
from .regions import require_region

_PERSONS = """
WITH fact AS (SELECT * FROM {facts} WHERE starts_with(village, {prefix}) AND {condition} {narrowing})
SELECT resident_id FROM fact
{after}
ORDER BY {order}, village, resident_id LIMIT {limit}
"""


@dataclass(frozen=True)
class Narrowing:
    """Which of the persons: of which level's place ("" all), and after whom the page begins."""

    level: str = ""
    place: str = ""
    after: UUID | None = None


def indicator_for(code: str) -> Indicator:
    """An indicator that facts count; NotVisible for an unknown one."""
    found = rulebook().indicators.get(code)
    if found is None or not found.numerator:
        raise NotVisible
    return found


def may_name(viewer: Viewer, region_code: str, indicator: Indicator) -> bool:
    """Whether the viewer may be told the persons behind an indicator there."""
    asked = [DRILL, *([RESTRICTED] if indicator.restricted else [])]
    nameless = indicator.anonymous or indicator.amounts
    return not nameless and all(viewer.scope(one).holds_region(region_code) for one in asked)


def periods_of(region_code: str, period: str = "") -> list[Period]:
    """The facts of a month ("": the newest) of every county that the region holds or lies in."""
    known = [one for one in read_manifest().values() if _meets(one.county, region_code)]
    name = period or max((one.period for one in known), default="")
    return [one for one in known if one.period == name]


def months_of(region_code: str) -> list[str]:
    """The months with facts, the newest first."""
    return sorted({one.period for one in read_manifest().values() if _meets(one.county, region_code)}, reverse=True)


def rates(
    viewer: Viewer, region_code: str, periods: Sequence[Period], codes: Iterable[str], levels: Sequence[str]
) -> dict[tuple[str, str, str], Rate]:
    """By code, level and place the counts of a region; with the level "region" those of the region itself ("")."""
    require_region(viewer, region_code)
    codes, found = list(codes), defaultdict(list)
    wanted = [level for level in levels if level != "region"]
    asked = list(dict.fromkeys([*wanted, *(["county"] if "region" in levels else [])]))
    for period in periods:
        for (code, level, place), rate in evaluate(period, codes, asked, region_code).items():
            if level in wanted:
                found[code, level, place].append(rate)
            if level == "county" and "region" in levels:
                found[code, "region", ""].append(rate)
    return {key: _sum(parts) for key, parts in found.items()}


def persons_behind(
    viewer: Viewer,
    region_code: str,
    indicator: Indicator,
    part: Part,
    periods: Sequence[Period],
    narrowing: Narrowing = Narrowing(),
    limit: int = 50,
) -> list[UUID]:
    """Who is in the numerator, missed or excluded; missed ones who lack least come first. One page."""
    if not may_name(viewer, region_code, indicator):
        raise NotVisible
    formula = formula_of(indicator)
    if formula is None or not periods:
        return []
    with reading_parquet() as duck:
        if not formula.columns <= columns_of(duck, *(one.path for one in periods)):
            return []
        rows = duck.execute(_persons_query(formula, part, periods, region_code, narrowing, limit)).fetchall()
    return [UUID(resident_id) for (resident_id,) in rows]


def _persons_query(
    formula: Formula, part: Part, periods: Sequence[Period], prefix: str, narrowing: Narrowing, limit: int
) -> str:
    conditions = {
        Part.REACHED: formula.is_reached,
        Part.MISSED: f"({formula.is_in} AND NOT {formula.is_reached})",
        Part.EXCLUDED: formula.is_excluded,
    }
    order = _nearness(formula) if part == Part.MISSED else "village"
    place = f"AND {LEVELS[narrowing.level]} = {literal(narrowing.place)}" if narrowing.level else ""
    after = ""
    if narrowing.after:
        key = f"({order}, village, resident_id)"
        last = literal(str(narrowing.after))
        after = f"WHERE {key} > (SELECT ROW({order}, village, resident_id) FROM fact WHERE resident_id = {last})"
    return _PERSONS.format(
        facts=rows_of(*(one.path for one in periods)),
        prefix=literal(prefix),
        condition=conditions[part],
        narrowing=place,
        after=after,
        order=order,
        limit=limit,
    )


def _nearness(formula: Formula) -> str:
    """Who has most of what the numerator counts lacks least of it."""
    kinds = column_kinds()
    numbers = sorted(name for name in formula.numerator.columns if kinds[name] == "number" and name.endswith("visits"))
    return "-(" + " + ".join(f"coalesce({name}, 0)" for name in numbers) + ")" if numbers else "village"


def _sum(parts: Sequence[Rate]) -> Rate:
    return Rate(
        sum(one.numerator for one in parts), sum(one.denominator for one in parts), sum(one.excluded for one in parts)
    )


def _meets(county: str, region_code: str) -> bool:
    return county.startswith(region_code[:6])
