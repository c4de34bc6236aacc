"""Values in words: what a reason shows of the value that it rests on."""

from typing import Any

from jiayi.foundation.rulebook.clinical_wording import CLINICAL_TABLES
from jiayi.foundation.rulebook.loading import Rulebook
from jiayi.foundation.rulebook.values import ValueInForce

_AGES = {"zh": {"years": "{}周岁", "months": "{}月龄"}, "en": {"years": "{} years", "months": "{} months"}}
_ANSWERS = {"zh": ("否", "是"), "en": ("no", "yes")}
_BETWEEN = {"zh": "、", "en": ", "}
_MODES = {
    "clinic": ("门诊", "in the clinic"),
    "home": ("上门", "at home"),
    "phone": ("电话", "by phone"),
    "video": ("视频", "by video"),
    "message": ("信息", "by message"),
    "group": ("集体", "in a group"),
    "system": ("系统", "by the system"),
}


def value_words(book: Rulebook, found: ValueInForce, language: str) -> str:
    """A value with its unit, shares as percentages, codes by their labels; `language` is zh or en."""
    value, kind = found.value, found.parameter.type
    if kind == "age_limit":
        return "".join(_AGES[language][unit].format(count) for unit, count in value.items() if count is not None)
    if kind == "share":
        return f"{value:.4g}" if abs(value) > 1 else f"{value:.2%}".replace(".00%", "%")
    if kind == "cap":
        value = value["limit"]
    if kind in TABLES:
        return _BETWEEN[language].join(table_words(book, found, language))
    unit = book.units.get(found.parameter.unit or "")
    if unit is None or not isinstance(value, int | float):
        return _words(book, value, language)
    return f"{value}{' ' if language == 'en' else ''}{unit.unit_of(value, language)}"


def mode_words(mode: str, language: str) -> str:
    """A way of giving a service, as a reader calls it."""
    zh, en = _MODES.get(mode, (mode, mode))
    return en if language.startswith("en") else zh


def age_words(first: int, last: int | None, language: str) -> str:
    """A span of ages in completed years; `last` None means from the first on."""
    if language.startswith("en"):
        return f"{first} years and more" if last is None else f"{first}–{last} years"
    return f"{first}周岁及以上" if last is None else f"{first}–{last}周岁"


def _age_weights(book: Rulebook, value: Any, language: str) -> list[str]:
    lasts = [*(band["from_years"] - 1 for band in value[1:]), None]
    return [
        f"{age_words(band['from_years'], last, language)} {band['weight']}"
        for band, last in zip(value, lasts, strict=True)
    ]


def _by_mode(book: Rulebook, value: Any, language: str) -> list[str]:
    return [f"{mode_words(mode, language)} {number}" for mode, number in value.items()]


def _by_item(book: Rulebook, value: Any, language: str) -> list[str]:
    return [
        f"{_label(book, item, language)} {'/'.join(_by_mode(book, modes, language))}" for item, modes in value.items()
    ]


TABLES = {"age_weights": _age_weights, "mode_numbers": _by_mode, "item_minutes": _by_item, **CLINICAL_TABLES}


def table_words(book: Rulebook, found: ValueInForce, language: str) -> list[str]:
    """A value of one of the types of TABLES in words, entry by entry."""
    return TABLES[found.parameter.type](book, found.value, language)


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
