"""My values in plain words with a small drawing: what was measured, whether it is better, what is aimed at."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import RulebookView, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.service.care import selectors as care
from jiayi.service.care.terms import Source

from .words import day_words

CODES = ("systolic", "diastolic", "fasting_glucose", "weight")
WIDTH, HEIGHT, EDGE, POINTS = 320, 120, 26, 12


def unit_code(code: str) -> str:
    """The unit in which a value is kept: that of the form field which names it."""
    fields = (field for form in rulebook().forms.values() for field in form.fields.values())
    return next((field.unit or "" for field in fields if field.observation == code), "")


def values(viewer: Viewer, subject: Any, on: dt.date) -> list[dict[str, Any]]:
    """Pressure, glucose and weight as far as something was measured."""
    found = care.trends(viewer, subject.id, CODES)
    view = RulebookView(on, list(organization.schemes_for(subject.region_id, on)))
    pressure = _pressure_limit(view, completed_years(subject.birth_date, on))
    glucose = {"fasting_glucose": limit} if (limit := view.get("diabetes.not_controlled_from")) else {}
    cards = [
        _card(_("血压"), _("毫米汞柱"), found, ("systolic", "diastolic"), pressure),
        _card(_("空腹血糖"), _("毫摩尔/升"), found, ("fasting_glucose",), glucose),
        _card(_("体重"), _("千克"), found, ("weight",), {}),
    ]
    return [card for card in cards if card]


def _pressure_limit(view: RulebookView, age: int) -> dict[str, float]:
    rows = view.get("hypertension.not_controlled_from") or []
    fitting = [row for row in rows if row["from_years"] <= age]
    return {name: fitting[-1][name] for name in ("systolic", "diastolic")} if fitting else {}


def _card(
    title: str, unit: str, found: Mapping[str, Sequence[Any]], codes: tuple[str, ...], limits: Mapping[str, float]
) -> dict[str, Any] | None:
    series = [list(found.get(code, ()))[-POINTS:] for code in codes]
    if not series[0]:
        return None
    latest = [rows[-1] for rows in series if rows]
    numbers = [float(row.number) for row in latest]
    is_high = any(number >= limits[code] for code, number in zip(codes, numbers, strict=False) if code in limits)
    return {
        "title": title,
        "unit": unit,
        "value": "/".join(f"{number:g}" for number in numbers),
        "day": day_words(timezone.localtime(latest[0].at).date()),
        "is_own": latest[0].source == Source.RESIDENT,
        "is_high": is_high,
        "has_goal": bool(limits),
        "goal": "/".join(f"{limits[code]:g}" for code in codes if code in limits),
        "words": _words(series[0], is_high, bool(limits)),
        "drawing": _drawing(series, limits.get(codes[0])) if len(series[0]) > 1 else None,
    }


def _words(rows: Sequence[Any], is_high: bool, has_goal: bool) -> str:
    """How it stands and where it goes, as one would say it."""
    parts = []
    if has_goal:
        parts.append(_("偏高，请按时服药并联系家庭医生。") if is_high else _("在目标范围内，请保持。"))
    if len(rows) > 1:
        change = float(rows[-1].number) - float(rows[-2].number)
        if abs(change) < 0.05:
            parts.append(_("和上次一样。"))
        elif change > 0:
            parts.append(_("比上次高了 %(n)s。") % {"n": f"{change:g}"})
        else:
            parts.append(_("比上次低了 %(n)s。") % {"n": f"{-change:g}"})
    return "".join(parts)


def _drawing(series: Sequence[Sequence[Any]], goal: float | None) -> dict[str, Any]:
    """Lines as points of an SVG of WIDTH × HEIGHT; numbers at both ends of the first."""
    numbers = [float(row.number) for rows in series for row in rows]
    numbers += [goal] if goal else []
    low, high = min(numbers), max(numbers)
    span = (high - low) or 1

    def y(value: float) -> float:
        return round(HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE), 1)

    lines = []
    for rows in series:
        step = (WIDTH - 2 * EDGE) / max(len(rows) - 1, 1)
        dots = [(round(EDGE + place * step, 1), y(float(row.number))) for place, row in enumerate(rows)]
        lines.append({"dots": dots, "points": " ".join(f"{left},{top}" for left, top in dots)})
    first = series[0]
    return {
        "lines": lines,
        "goal": y(goal) if goal else None,
        "goal_number": f"{goal:g}" if goal else "",
        "ends": [f"{timezone.localtime(row.at).date():%m-%d}" for row in (first[0], first[-1])],
    }
