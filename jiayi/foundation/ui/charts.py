"""What charts have in common, as ECharts takes it; colours are those of jiayi.css."""

from collections.abc import Iterable, Sequence
from typing import Any

AXIS = {"color": "#374151"}
BLUE, TARGET = "#0a6492", "#b42318"


def names_axis(names: Sequence[str], **label: Any) -> dict[str, Any]:
    """Names along the bottom, aslant so that long ones fit; `label` narrows how they are written."""
    slanting = {**AXIS, "rotate": 40, "interval": 0, "hideOverlap": True, **label}
    return {"type": "category", "data": list(names), "axisLabel": slanting}


def percent_axis() -> dict[str, Any]:
    """From nothing to all, in hundredths."""
    return {"type": "value", "min": 0, "max": 100, "axisLabel": {**AXIS, "formatter": "{value} %"}}


def bars(name: str, colour: str, data: Sequence[Any], *, width: int = 32, **more: Any) -> dict[str, Any]:
    """One series of bars; a datum is a number, or {value, url} where a bar leads somewhere."""
    series = {"name": name, "type": "bar", "barMaxWidth": width, "itemStyle": {"color": colour}, "data": list(data)}
    return series | more


def target_line(name: str, shares: Iterable[float]) -> dict[str, Any]:
    """Targets, shares of one, as lines across a chart in hundredths; their labels are read over bars too."""
    return {
        "symbol": "none",
        "lineStyle": {"color": TARGET},
        "data": [{"yAxis": round(share * 100, 1), "name": name} for share in shares],
        "label": {
            "formatter": "{b} {c} %",
            "position": "insideEndTop",
            "color": TARGET,
            "backgroundColor": "rgba(255, 255, 255, 0.88)",
            "padding": [2, 4],
            "borderRadius": 3,
        },
    }
