"""What schemes ask for a resident, in words."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from jiayi.foundation.base.signs import joined
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.selectors.norms import Norms


def norms_card(found: Norms) -> dict[str, Any] | None:
    """Class, need, card, home visits, ways of follow-up, services of the year; None where nothing is asked."""
    language = get_language() or ""
    lines = [_line(one, language) for one in found.yearly["lines"]]
    if not (lines or found.home["due"] or found.management_class or found.need["need"] or found.card["due"]):
        return None
    return {
        "class": _words([found.management_class], language) if found.management_class else "",
        "grounds": _words(found.home["grounds"], language),
        "ways": _words(found.home["ways"], language),
        "need": _words([found.need["need"]], language) if found.need["need"] else "",
        "need_services": _words(found.need["services"], language),
        "priorities": _words(found.card["priorities"], language),
        "lines": lines,
        "lacking": _words(found.checkup.get("missing", []), language),
        "reasons": [
            *found.yearly["reasons"],
            *found.home["reasons"],
            *found.class_reasons,
            *found.need["reasons"],
            *found.card["reasons"],
            *found.checkup.get("reasons", []),
        ],
    }


def _line(told: dict[str, Any], language: str) -> dict[str, Any]:
    one = rulebook().yearly_services[told["service"]]
    form = one.open_form or (one.forms[0] if one.forms else "")
    return {**told, "label": one.label(language), "once": one.once, "form": form, "has_contents": bool(one.contents)}


def _words(codes: Sequence[str], language: str) -> str:
    labels = (rulebook().labelled(code) for code in codes)
    return joined((one.label(language) for one in labels if one), language=language)
