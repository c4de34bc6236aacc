"""Codes and faults in the words of the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language

from jiayi.foundation.core.choices import Choice


def options_of(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """Pairs of code and label for forms and filters."""
    return [(str(one), one.label(get_language() or "")) for one in choices]


def label_of(choice: type[Choice], code: str) -> str:
    """The label of a code; the code itself where it is none of them."""
    return choice(code).label(get_language() or "") if code in set(choice) else code


def text_of(fault: Mapping[str, Any]) -> str:
    """What a breach or a fault says (text_zh, text_en)."""
    return fault["text_en"] if (get_language() or "").startswith("en") else fault["text_zh"]
