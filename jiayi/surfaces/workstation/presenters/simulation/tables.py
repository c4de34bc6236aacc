"""A table that the page, the print and the workbook share: cells that know what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

NOTHING = "—"


@dataclass(frozen=True)
class Cell:
    """One value; kinds: text, number, share (of one), status. `below` stands under it in small letters."""

    value: Any = None
    kind: str = "text"
    below: str = ""
    url: str = ""
    colour: str = ""
    icon: str = ""
    is_strong: bool = False

    @property
    def exported(self) -> str | int | float:
        """For a workbook: numbers as numbers, shares in hundredths, everything else as words."""
        if self.value is None:
            return ""
        if self.kind == "share":
            return round(self.value * 100, 2)
        if self.kind == "number":
            return self.value
        return "；".join(part for part in (str(self.value), self.below) if part and part != NOTHING)


@dataclass(frozen=True)
class Heading:
    """The head of a column; numbers stand to the right. Columns of one side stand together under it."""

    label: str
    is_number: bool = False
    side: str = ""

    @property
    def whole(self) -> str:
        """With its side, for where there is one line of heads: a workbook, a narrow screen."""
        return _("%(side)s：%(label)s") % {"side": self.side, "label": self.label} if self.side else self.label


@dataclass(frozen=True)
class Table:
    """What one part of the result says."""

    name: str
    title: str
    icon: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    examples: Sequence[str] = ()
    nothing: str = ""  # said where there are no rows
    is_folded: bool = False

    @property
    def sides(self) -> list[tuple[str, list[Heading]]]:
        """The heads by side, where columns are grouped; else nothing."""
        groups = [(side, list(heads)) for side, heads in groupby(self.headings, lambda heading: heading.side)]
        return groups if any(side for side, heads in groups) else []

    @property
    def labelled_rows(self) -> list[list[tuple[Heading, Cell]]]:
        """The rows with each cell's heading, which a narrow screen shows beside it."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Measure:
    """One number of the result on both sides, for the overview and for comparing simulations."""

    code: str
    label: str
    before: int | float | None
    after: int | float | None
    lower_is_better: bool | None = True  # None: neither is

    @property
    def change(self) -> int | float | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def colour(self) -> str:
        """Green where the adoption is good for it, yellow where it is not."""
        if not self.change or self.lower_is_better is None:
            return "secondary"
        return "green" if (self.change < 0) == self.lower_is_better else "yellow"


def text(value: Any, **options: Any) -> Cell:
    return Cell(value if value not in (None, "") else NOTHING, **options)


def number(value: int | float | None, **options: Any) -> Cell:
    return Cell(value, "number", **options) if value is not None else Cell(NOTHING)


def share(value: float | None, **options: Any) -> Cell:
    return Cell(value, "share", **options) if value is not None else Cell(NOTHING)


def status(words: str, colour: str, icon: str, **options: Any) -> Cell:
    return Cell(words, "status", colour=colour, icon=icon, **options)
