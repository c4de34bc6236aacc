"""What stands in the cells of an exported file."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from jiayi.foundation.core.money import yuan_text

# Characters that XML 1.0 cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_STARTS_FORMULA = frozenset("=+-@\t\r\n|%")


@dataclass(frozen=True)
class Column:
    """A column's heading (a message) and its value for a row; kinds: text, quantity, fen."""

    label: str
    value: Callable[[Any], Any]
    kind: str = "text"

    @property
    def title(self) -> str:
        return gettext(self.label)

    def cell(self, row: Any) -> str | int | float:
        """A number for a quantity, else text that no spreadsheet takes for a formula."""
        value = self.value(row)
        if self.kind == "quantity" and isinstance(value, int | float) and not isinstance(value, bool):
            return value
        if self.kind == "fen" and value is not None:
            return yuan_text(value)
        return safe_text(_words(value))


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return "；".join(str(each) for each in value)
    return str(value)


def safe_text(text: str) -> str:
    """Text without control characters; an apostrophe before what would begin a formula, full-width signs included."""
    text = _CONTROL.sub("", text)
    first = unicodedata.normalize("NFKC", text.lstrip(" \u3000\ufeff")[:1])
    return f"'{text}" if first in _STARTS_FORMULA or text[:1] in ("\t", "\r", "\n") else text
