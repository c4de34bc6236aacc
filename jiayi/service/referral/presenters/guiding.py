"""The documents in force in words: a line for each parameter, with its source."""

from typing import Any

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from jiayi.foundation.base.signs import bracketed, joined
from jiayi.foundation.rulebook import ValueInForce, cited, rulebook
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.referral.terms import DiagnosisGroup

_PARTS = {
    "way": gettext_noop("就医路径"),
    "scope": gettext_noop("各级诊疗范围"),
    "rules": gettext_noop("转诊规则"),
    "together": gettext_noop("协作和中心"),
    "duties": gettext_noop("部门和科室职责"),
    "money": gettext_noop("医保和价格"),
}
_LEVELS = {str(level) for level in InstitutionLevel}
FEN = 100


def guide_parts(found: dict[str, list[ValueInForce]]) -> list[dict[str, Any]]:
    """Parts with something in them, each line with what it says and where that stands."""
    parts = [{"title": _(_PARTS[part]), "lines": [_line(one) for one in values]} for part, values in found.items()]
    return [one for one in parts if one["lines"]]


def catalogue_rows(found: ValueInForce | None) -> dict[str, Any] | None:
    """Levels from below with their diseases."""
    if found is None:
        return None
    rows = [
        {"level": label_of(InstitutionLevel, level), "diseases": [_word(code) for code in diseases]}
        for level, diseases in found.value.items()
    ]
    return {"rows": rows, "source": cited(rulebook(), found.dated)}


def _line(one: ValueInForce) -> dict[str, Any]:
    language = get_language() or ""
    title = one.parameter.en if language.startswith("en") else one.parameter.zh
    return {"title": title, "words": joined(_items(one)), "source": cited(rulebook(), one.dated)}


def _items(one: ValueInForce) -> list[str]:
    value, unit = one.value, one.parameter.unit
    if isinstance(value, bool):
        return [_("是") if value else _("否")]
    if isinstance(value, dict):
        return [bracketed(_word(key), joined(_word(code) for code in codes)) for key, codes in value.items()]
    if isinstance(value, list):
        return [_word(code) for code in value]
    if unit == "percentage_points":
        return [_("%(points)s个百分点") % {"points": f"{value * 100:g}"}]
    if unit == "fen":
        return [_("%(amount)s元") % {"amount": f"{value / FEN:g}"}]
    return [str(value)]


def _word(code: Any) -> str:
    """A level, a word of the rulebook, a group of diagnoses; an unknown code is its own."""
    if code in _LEVELS:
        return label_of(InstitutionLevel, code)
    if code in set(DiagnosisGroup):
        return label_of(DiagnosisGroup, code)
    word = rulebook().labelled(str(code))
    if word is None:
        return str(code)
    return word.en if (get_language() or "").startswith("en") else word.zh
