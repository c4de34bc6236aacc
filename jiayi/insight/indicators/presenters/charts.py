"""Charts of coverage, as ECharts takes them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from .rows import CoverageRow

_AXIS = {"color": "#374151"}


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
                    "label": {"formatter": "{b} {c} %", "position": "insideEndTop"},
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
