"""What a list can be narrowed by: declared, so that nothing else in the address has an effect."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

Apply = Callable[[QuerySet, Any], QuerySet]


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list: its parameter, its label (a message), how a value is read and applied.

    The value stands in the page's address: never a person's name, number or phone.
    """

    name: str
    label: str
    kind: str  # choice, date, flag, identifier
    apply: Apply
    choices: Sequence[tuple[str, str]] = field(default=())

    def read(self, text: str) -> Any:
        """The value of what the address says; None where it says nothing that this filter knows."""
        if self.kind == "date":
            return _day(text)
        if self.kind == "flag":
            return True if text == "1" else None
        if self.kind == "identifier":
            return _identifier(text)
        return text if text in {str(value) for value, _ in self.choices} else None

    def words(self, text: str) -> str:
        """The value as people read it."""
        if self.kind == "choice":
            return str(next((label for value, label in self.choices if str(value) == text), text))
        return "" if self.kind == "flag" else text

    @property
    def title(self) -> str:
        return gettext(self.label)


def choice_filter(
    name: str, label: str, choices: Sequence[tuple[str, str]], *, lookup: str = "", apply: Apply | None = None
) -> Filter:
    """One of several codes; choices are pairs of code and label in the reader's language."""
    column = lookup or name
    return Filter(name, label, "choice", apply or (lambda rows, value: rows.filter(**{column: value})), choices)


def date_filter(name: str, label: str, lookup: str) -> Filter:
    """A day, such as lookup "signed_on__gte"."""
    return Filter(name, label, "date", lambda rows, day: rows.filter(**{lookup: day}))


def flag_filter(name: str, label: str, apply: Apply) -> Filter:
    """Only the rows that apply(rows, True) leaves."""
    return Filter(name, label, "flag", apply)


def identifier_filter(name: str, label: str, apply: Apply) -> Filter:
    """One thing by its id (a UUID), typed or pasted."""
    return Filter(name, label, "identifier", apply)


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
