"""How an indicator developed over the months with facts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook.schema import Indicator
from jiayi.foundation.ui.charts import AXIS, BLUE, percent_axis, target_line
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.selectors import Rate

from .scores import REGION, Score


def trend_of(viewer: Viewer, code: str, indicator: Indicator) -> list[tuple[date, Rate]]:
    """The rate of every month with facts, the earliest first."""
    points = []
    for month in reversed(selectors.months_of(code)[:13]):
        periods = selectors.periods_of(code, month)
        found = selectors.rates(viewer, code, periods, [indicator.indicator], [REGION])
        points.append((periods[0].as_of, found.get((indicator.indicator, REGION, ""), Rate(0, 0))))
    return points


def trend_chart(points: Sequence[tuple[date, Rate]], score: Score) -> dict[str, Any]:
    """The rate as a line with the target across it."""
    is_share = score.unit == "share"
    values = [None if rate.value is None else round(rate.value * (100 if is_share else 1), 1) for _on, rate in points]
    return {
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 48, "right": 24, "top": 32, "bottom": 48},
        "xAxis": {"type": "category", "data": [on.isoformat() for on, _rate in points], "axisLabel": AXIS},
        "yAxis": percent_axis() if is_share else {"type": "value", "axisLabel": AXIS},
        "series": [
            {
                "name": score.name,
                "type": "line",
                "itemStyle": {"color": BLUE},
                "data": values,
                "markLine": target_line(_("目标"), [score.target.value] if score.target else []),
            }
        ],
    }
