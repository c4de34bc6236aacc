"""Values over time as charts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from jiayi.foundation.rulebook.schema import FormField
from jiayi.service.care.models import Observation
from jiayi.service.care.rules.measuring import measures
from jiayi.service.care.terms import Source

from .values import unit_of

# Values that are read together stand in one chart.
CHARTED = (("systolic", "diastolic"), ("fasting_glucose",), ("hba1c",), ("weight",), ("bmi",), ("waist",))
CODES = tuple(code for codes in CHARTED for code in codes)


def trend_charts(
    found: Mapping[str, Sequence[Observation]], charted: Sequence[tuple[str, ...]] = CHARTED
) -> list[dict[str, Any]]:
    """A line chart for each group of values of which there are at least two; the resident's own are marked."""
    return [
        _chart(codes, found)
        for codes in charted
        if any(len(found.get(code, ())) > 1 for code in codes) and all(code in measures() for code in codes)
    ]


def _chart(codes: Sequence[str], found: Mapping[str, Sequence[Observation]]) -> dict[str, Any]:
    first = measures()[codes[0]]
    names = [_label(code) for code in codes]
    return {
        "id": f"trend-{codes[0]}",
        "title": " / ".join(names),
        "summary": _summary(codes, found),
        "note": unit_of(first),
        "options": {
            "tooltip": {"trigger": "axis"},
            "legend": {"show": len(codes) > 1, "top": 0, "right": 0},
            "grid": {"left": 44, "right": 12, "top": 30, "bottom": 24},
            "xAxis": {"type": "time"},
            "yAxis": {"type": "value", "scale": True},
            "series": [_series(code, found.get(code, ())) for code in codes],
        },
    }


def _summary(codes: Sequence[str], found: Mapping[str, Sequence[Observation]]) -> str:
    """The latest values in words, for those who cannot see the chart."""
    latest = [(_label(code), found[code][-1]) for code in codes if found.get(code)]
    return "；".join(f"{label} {float(row.number or 0):g}" for label, row in latest)  # data, not for translation


def _series(code: str, rows: Sequence[Observation]) -> dict[str, Any]:
    points = [
        {
            "value": [timezone.localtime(row.at).isoformat(), float(row.number or 0)],
            "symbol": "diamond" if row.source == Source.RESIDENT else "circle",
        }
        for row in rows
    ]
    return {"type": "line", "name": _label(code), "data": points, "symbolSize": 7}


def _label(code: str) -> str:
    one: FormField = measures()[code]
    return one.label(get_language() or "")
