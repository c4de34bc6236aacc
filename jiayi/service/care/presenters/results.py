"""Results of other institutions in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.care.models import SharedResult
from jiayi.service.care.terms import ResultWay


def result_rows(rows: Iterable[SharedResult]) -> list[dict[str, Any]]:
    """Each with its examination, value, institution, level and how it came."""
    return [_row(one, get_language() or "") for one in rows]


def _row(one: SharedResult, language: str) -> dict[str, Any]:
    examination = rulebook().examinations.get(one.item)
    return {
        "id": one.id,
        "item": examination.label(language) if examination else one.item,
        "value": _value(one, language),
        "reference": one.reference,
        "conclusion": one.conclusion,
        "is_abnormal": one.is_abnormal,
        "is_marked": one.is_marked,
        "performed_on": one.performed_on,
        "reported_on": one.reported_on,
        "institution": one.institution_name,
        "level": InstitutionLevel(one.level).label(language),
        "report_number": one.report_number,
        "way": ResultWay(one.way).label(language),
    }


def _value(one: SharedResult, language: str) -> str:
    if one.number is None:
        return ""
    unit = rulebook().units[one.unit].label(language) if one.unit in rulebook().units else ""
    return f"{float(one.number):g} {unit}".strip()
