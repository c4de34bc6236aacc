"""Charts of coverage, as ECharts takes them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from .renewal import RenewalPage
from .rows import CoverageRow
from .trend import TrendPage

_AXIS = {"color": "#374151"}
# On a ground of its own, so that it is read where it lies over a bar.
TARGET_LABEL = {
    "formatter": "{b} {c} %",
    "position": "insideEndTop",
    "color": "#b42318",
    "backgroundColor": "rgba(255, 255, 255, 0.88)",
    "padding": [2, 4],
    "borderRadius": 3,
}


def coverage_chart(rows: Sequence[CoverageRow]) -> dict[str, Any]:
    """Bars of the rates by region with last year's level as dots and the target as a line."""
    bars = [{"value": _hundred(row.rate), "url": row.url} for row in rows]
    targets = {row.target.value for row in rows if row.target}
    line = [{"yAxis": round(value * 100, 1), "name": _("目标")} for value in sorted(targets)]
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"data": [_("签约率"), _("上年同期")], "top": 0, "right": 24},
        "grid": {"left": 48, "right": 24, "top": 40, "bottom": 72},
        "xAxis": {
            "type": "category",
            "data": [row.name for row in rows],
            "axisLabel": {**_AXIS, "rotate": 40, "interval": 0, "hideOverlap": True},
        },
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {**_AXIS, "formatter": "{value} %"}},
        "series": [
            {
                "name": _("签约率"),
                "type": "bar",
                "barMaxWidth": 32,
                "itemStyle": {"color": "#0a6492"},
                "data": bars,
                "markLine": {
                    "symbol": "none",
                    "lineStyle": {"color": "#b42318"},
                    "data": line,
                    "label": TARGET_LABEL,
                },
            },
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
    line = [] if page.target is None else [{"yAxis": round(page.target * 100, 1), "name": _("目标")}]
    return {
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 48, "right": 24, "top": 32, "bottom": 48},
        "xAxis": {"type": "category", "data": [point.on.isoformat() for point in page.points], "axisLabel": _AXIS},
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {**_AXIS, "formatter": "{value} %"}},
        "series": [
            {
                "name": name,
                "type": "line",
                "symbolSize": 7,
                "lineStyle": {"color": "#0a6492"},
                "itemStyle": {"color": "#0a6492"},
                "data": [_hundred(point.rate) for point in page.points],
                "markLine": {
                    "symbol": "none",
                    "lineStyle": {"color": "#b42318"},
                    "data": line,
                    "label": {"formatter": "{b} {c} %", "position": "insideEndTop"},
                },
            }
        ],
    }


def renewal_chart(page: RenewalPage) -> dict[str, Any]:
    """Agreements due in each part, divided into renewed and not renewed."""
    series = (
        (_("已续签"), "#0a6492", [row.now.reached for row in page.rows]),
        (_("未续签"), "#d9822b", [row.missed for row in page.rows]),
    )
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0, "right": 24},
        "grid": {"left": 56, "right": 24, "top": 40, "bottom": 72},
        "xAxis": {
            "type": "category",
            "data": [row.name for row in page.rows],
            "axisLabel": {**_AXIS, "rotate": 40, "interval": 0, "hideOverlap": True},
        },
        "yAxis": {"type": "value", "axisLabel": _AXIS},
        "series": [
            {
                "name": name,
                "type": "bar",
                "stack": "due",
                "barMaxWidth": 32,
                "itemStyle": {"color": colour},
                "data": [{"value": value, "url": row.url} for value, row in zip(values, page.rows, strict=True)],
            }
            for name, colour, values in series
        ],
    }
