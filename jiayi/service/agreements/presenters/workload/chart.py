"""Hours promised beside hours there are."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from jiayi.foundation.ui.charts import AXIS, BLUE, bars, names_axis

from .rows import LoadRow


def load_chart(rows: Sequence[LoadRow]) -> dict[str, Any]:
    """Bars of the hours expected beside those available, team by team; a bar leads to what makes it."""

    def of(values: Sequence[float]) -> list[dict[str, Any]]:
        return [
            {"value": round(value), "url": reverse("agreements:team_load", args=[row.id])}
            for row, value in zip(rows, values, strict=True)
        ]

    needed, has = gettext("全年需要（小时）"), gettext("全年可用（小时）")
    return {
        "tooltip": {"trigger": "axis"},
        "legend": {"data": [needed, has], "top": 0, "right": 24},
        "grid": {"left": 56, "right": 24, "top": 40, "bottom": 96},
        "xAxis": names_axis([row.name for row in rows], width=120, overflow="truncate"),
        "yAxis": {"type": "value", "min": 0, "axisLabel": AXIS},
        "series": [
            bars(needed, BLUE, of([row.expected for row in rows]), width=20),
            bars(has, "#9fb8c6", of([row.available for row in rows]), width=20),
        ],
    }
