"""Charts of coverage, as ECharts takes them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.ui.charts import AXIS, BLUE, bars, names_axis, percent_axis, target_line

from .renewal import RenewalPage
from .rows import CoverageRow
from .trend import TrendPage


def coverage_chart(rows: Sequence[CoverageRow]) -> dict[str, Any]:
    """Bars of the rates by region with last year's level as dots and the target as a line."""
    rates = [{"value": _hundred(row.rate), "url": row.url} for row in rows]
    targets = sorted({row.target.value for row in rows if row.target})
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"data": [_("签约率"), _("上年同期")], "top": 0, "right": 24},
        "grid": {"left": 48, "right": 24, "top": 40, "bottom": 72},
        "xAxis": names_axis([row.name for row in rows]),
        "yAxis": percent_axis(),
        "series": [
            bars(_("签约率"), BLUE, rates, markLine=target_line(_("目标"), targets)),
            {
                "name": _("上年同期"),
                "type": "scatter",
                "symbol": "diamond",
                "symbolSize": 11,
                "itemStyle": {"color": "#f59f00", "borderColor": "#fff", "borderWidth": 1},
                "data": [_hundred(row.rate_before) for row in rows],
            },
        ],
    }


def _hundred(rate: float | None) -> float | None:
    return None if rate is None else round(rate * 100, 1)


def trend_chart(page: TrendPage, name: str) -> dict[str, Any]:
    """The rate as a line with the target across it."""
    return {
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 48, "right": 24, "top": 32, "bottom": 48},
        "xAxis": {"type": "category", "data": [point.on.isoformat() for point in page.points], "axisLabel": AXIS},
        "yAxis": percent_axis(),
        "series": [
            {
                "name": name,
                "type": "line",
                "symbolSize": 7,
                "lineStyle": {"color": BLUE},
                "itemStyle": {"color": BLUE},
                "data": [_hundred(point.rate) for point in page.points],
                "markLine": target_line(_("目标"), [] if page.target is None else [page.target]),
            }
        ],
    }


def renewal_chart(page: RenewalPage) -> dict[str, Any]:
    """Agreements due in each part, divided into renewed and not renewed."""
    series = (
        (_("已续签"), BLUE, [row.now.reached for row in page.rows]),
        (_("未续签"), "#d9822b", [row.missed for row in page.rows]),
    )
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "right": 24},
        "grid": {"left": 56, "right": 24, "top": 40, "bottom": 72},
        "xAxis": names_axis([row.name for row in page.rows]),
        "yAxis": {"type": "value", "axisLabel": AXIS},
        "series": [
            bars(
                name,
                colour,
                [{"value": value, "url": row.url} for value, row in zip(values, page.rows, strict=True)],
                stack="due",
            )
            for name, colour, values in series
        ],
    }
