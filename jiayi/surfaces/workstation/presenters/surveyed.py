"""What the surveys of a region's villages come to, in the words of a community diagnosis."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import FormField
from jiayi.service.care.terms import VILLAGE


def survey_of(numbers: Mapping[str, Any]) -> list[dict[str, str]]:
    """Rows of label and text: scope, shares of those asked, and what villages name most; [] without a survey."""
    found = numbers.get("survey")
    if not found:
        return []
    language = get_language() or ""
    fields = rulebook().surveys[VILLAGE].fields
    rows = [{"label": _("已调查村（社区）"), "text": f"{found['villages']} / {numbers['villages']}"}]
    for code, one in fields.items():
        if code in found["sums"] and one.unit != "minutes":
            rows.append({"label": one.label(language), "text": _sum(found["sums"], code, one)})
        elif code in found["named"]:
            rows.append({"label": one.label(language), "text": _named(found["named"][code], one, language)})
    return [*rows, {"label": _("最近调查日期"), "text": found["last_on"]}]


def _sum(sums: Mapping[str, float], code: str, one: FormField) -> str:
    """The sum, with its share of the field that it is part of."""
    whole = sums.get(one.within or "")
    return f"{sums[code]:,}" + (f" ({100 * sums[code] / whole:.1f} %)" if whole else "")


def _named(counts: Mapping[str, int], one: FormField, language: str) -> str:
    """Each choice with how many villages name it, the most named first."""
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return "；".join(f"{one.choices[code].label(language)} {n}" for code, n in ordered if code in one.choices)
