"""Filters that tables of months and institutions share."""

import datetime as dt
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext_noop

from jiayi.foundation.ui.lists import Filter, choice_filter


class Monthly(Protocol):
    """A row of an institution's month."""

    @property
    def month(self) -> dt.date: ...
    @property
    def institution_id(self) -> UUID: ...
    @property
    def institution(self) -> str: ...


def month_and_place(rows: Sequence[Monthly]) -> tuple[Filter, ...]:
    """By the months and the institutions that the rows have."""
    places = sorted({(str(row.institution_id), row.institution) for row in rows}, key=itemgetter(1))
    months = sorted({row.month.strftime("%Y-%m") for row in rows}, reverse=True)
    return (
        choice_filter("month", gettext_noop("月份"), [(one, one) for one in months], apply=_in_month),
        choice_filter("institution", gettext_noop("机构"), places, apply=_at),
    )


def _in_month(rows: list[Any], month: str) -> list[Any]:
    return [row for row in rows if row.month == dt.date.fromisoformat(f"{month}-01")]


def _at(rows: list[Any], institution: str) -> list[Any]:
    return [row for row in rows if str(row.institution_id) == institution]
