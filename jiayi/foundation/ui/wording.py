"""Codes and faults in the words of the reader's language."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language

from jiayi.foundation.base.signs import joined
from jiayi.foundation.core.choices import Choice
from jiayi.foundation.rulebook import rulebook


def options_of(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """Pairs of code and label for forms and filters."""
    return [(str(one), one.label(get_language() or "")) for one in choices]


def word_of(code: str) -> str:
    """What a code of the rulebook means; the code itself where nothing says it."""
    found = rulebook().labelled(code) if code else None
    if found is None:
        return code
    return str(found.en if (get_language() or "").startswith("en") else found.zh)


def label_of(choice: type[Choice], code: str) -> str:
    """The label of a code; the code itself where it is none of them."""
    return choice(code).label(get_language() or "") if code in set(choice) else code


def text_of(fault: Mapping[str, Any]) -> str:
    """What a breach or a fault says (text_zh, text_en)."""
    return fault["text_en"] if (get_language() or "").startswith("en") else fault["text_zh"]


def time_of(begins_at: dt.time, ends_at: dt.time) -> str:
    """08:30–11:30."""
    return f"{begins_at:%H:%M}–{ends_at:%H:%M}"


def weekday_of(day: dt.date) -> str:
    """星期一."""
    return date_format(day, "l")


def people_of(practitioners: Iterable[Any]) -> str:
    """The names of what has a name, in one line."""
    return str(joined([one.name for one in practitioners]))
