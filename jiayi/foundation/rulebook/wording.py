"""Values in words: what a reason shows of the value that it rests on."""

from typing import Any

from jiayi.foundation.rulebook.loading import Rulebook
from jiayi.foundation.rulebook.values import ValueInForce

_AGES = {"zh": {"years": "{}周岁", "months": "{}月龄"}, "en": {"years": "{} years", "months": "{} months"}}
_ANSWERS = {"zh": ("否", "是"), "en": ("no", "yes")}
_BETWEEN = {"zh": "、", "en": ", "}


def value_words(book: Rulebook, found: ValueInForce, language: str) -> str:
    """A value with its unit, shares as percentages, codes by their labels; `language` is zh or en."""
    value, kind = found.value, found.parameter.type
    if kind == "age_limit":
        return "".join(_AGES[language][unit].format(count) for unit, count in value.items() if count is not None)
    if kind == "share":
        return f"{value:.4g}" if abs(value) > 1 else f"{value:.2%}".replace(".00%", "%")
    if kind == "cap":
        value = value["limit"]
    unit = book.units.get(found.parameter.unit or "")
    if unit is None or not isinstance(value, int | float):
        return _words(book, value, language)
    return f"{value}{unit.zh}" if language == "zh" else f"{value} {unit.en}"


def _words(book: Rulebook, value: Any, language: str) -> str:
    if isinstance(value, bool):
        return _ANSWERS[language][value]
    if isinstance(value, list):
        return _BETWEEN[language].join(_words(book, part, language) for part in value)
    if isinstance(value, dict):
        parts = (f"{_label(book, key, language)} {_words(book, part, language)}" for key, part in value.items())
        return _BETWEEN[language].join(parts)
    return _label(book, value, language) if isinstance(value, str) else str(value)


def _label(book: Rulebook, code: str, language: str) -> str:
    """The label of a code; one that nothing defines is its own label."""
    labelled = book.labelled(code)
    if labelled is None:
        return code
    return labelled.zh if language == "zh" else labelled.en
