"""Scores of teams and members in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.insight.performance.models import Assessment, Judged, MemberScore, Settlement
from jiayi.insight.performance.services.assessing import last_day
from jiayi.insight.performance.terms import DIMENSIONS, AssessmentState, SettlementState
from jiayi.service.care.terms import Mode

DIMENSION_WORDS = {
    "number": ("数量", "Number"),
    "quality": ("质量", "Quality"),
    "effect": ("效果", "Effect"),
    "satisfaction": ("满意度", "Satisfaction"),
    "authenticity": ("真实性", "Authenticity"),
}
_COLOURS = {"draft": "secondary", "open": "azure", "final": "green", "proposed": "azure", "checked": "yellow"}


def dimension_label(code: str, language: str) -> str:
    """A dimension's name."""
    zh, en = DIMENSION_WORDS[code]
    return en if language.startswith("en") else zh


def state_of(row: Assessment | Settlement, language: str) -> dict[str, str]:
    """A state as a badge."""
    kind = AssessmentState if isinstance(row, Assessment) else SettlementState
    return {"label": kind(row.state).label(language), "colour": _COLOURS.get(row.state, "green")}


def measure_rows(score: Judged, language: str) -> list[dict[str, Any]]:
    """Every measure of a score with its numbers and points."""
    known = rulebook().indicators
    return [
        one
        | {
            "dimension_label": dimension_label(one["dimension"], language),
            "label": known[one["indicator"]].label(language) if one["indicator"] in known else one["indicator"],
        }
        for one in score.measures
    ]


def unit_rows(score: Judged, language: str) -> list[dict[str, Any]]:
    """The services behind the work equivalents."""
    items, modes = rulebook().items, {str(one): one.label(language) for one in Mode}
    return [
        one | {"label": items[one["item"]].label(language), "mode_label": modes.get(one.get("mode", ""), "")}
        for one in score.unit_lines
        if one["item"] in items
    ]


def dimension_rows(score: Judged, weights: dict[str, float], language: str) -> list[dict[str, Any]]:
    """The dimensions with weight, points and what of them was entered by hand."""
    measured = {one["dimension"] for one in score.measures if one["points"] is not None}
    return [
        {
            "label": dimension_label(code, language),
            "points": points,
            "weight": weights.get(code, 0),
            "is_entered": code not in measured and code != "authenticity",
        }
        for code, points in _in_order(score.dimensions)
    ]


def _in_order(dimensions: Mapping[str, float]) -> list[tuple[str, float]]:
    """As the scoring has them; the database keeps them in its own order."""
    return [(code, dimensions[code]) for code in DIMENSIONS if code in dimensions]


def judged(row: Judged, assessment: Assessment, language: str) -> dict[str, Any]:
    """The rows that a page of a score shows, the team's or a member's."""
    weights = find_value("performance.weights", last_day(assessment), assessment.schemes)
    return {
        "dimensions": dimension_rows(row, weights.value if weights else {}, language),
        "measures": measure_rows(row, language),
        "units": unit_rows(row, language),
    }


def member_score_rows(rows: Iterable[MemberScore], language: str) -> list[dict[str, Any]]:
    """Members with their scores."""
    return [
        {
            "id": one.id,
            "name": one.practitioner.name,
            "role": role_label(one.role, language),
            "final": one.final,
            "units": one.units,
            "share": one.share,
        }
        for one in rows
    ]


def role_label(role: str, language: str) -> str:
    """A member's role in words."""
    if role == "leader":
        return _("团队长")
    found = rulebook().roles.get(role)
    return found.label(language) if found else role
