"""What a version of a package changes against the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jiayi.service.agreements.terms import PackageContent, PackageLine

_FIELDS = ("name_zh", "name_en", "grade", "groups", "service_months", "note")
_OF_LINES = ("quantity", "interval_days", "per_household", "benefit")


@dataclass(frozen=True, slots=True)
class Change:
    """A field, what a payer pays (`payer`), a service as a whole (`line`, None where it is not in) or a field of it."""

    kind: str
    name: str
    before: Any
    after: Any
    item: str = ""


def changes_between(before: PackageContent, after: PackageContent) -> list[Change]:
    """Every difference once, in the order in which a package is read; none for equal contents."""
    return [*_fields(before, after), *_lines(before, after), *_payers(before, after)]


def _fields(before: PackageContent, after: PackageContent) -> Iterator[Change]:
    for name in _FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if name == "groups":
            old, new = tuple(sorted(old)), tuple(sorted(new))
        if old != new:
            yield Change("field", name, old, new)


def _lines(before: PackageContent, after: PackageContent) -> Iterator[Change]:
    old, new = ({line.item: line for line in content.lines} for content in (before, after))
    for item in dict.fromkeys([*old, *new]):
        if item in old and item in new:
            yield from _line(item, old[item], new[item])
        else:
            yield Change("line", item, _quantity(old.get(item)), _quantity(new.get(item)), item)


def _quantity(line: PackageLine | None) -> int | None:
    return line.quantity if line else None


def _line(item: str, old: PackageLine, new: PackageLine) -> Iterator[Change]:
    for name in _OF_LINES:
        if getattr(old, name) != getattr(new, name):
            yield Change("of_line", name, getattr(old, name), getattr(new, name), item)


def _payers(before: PackageContent, after: PackageContent) -> Iterator[Change]:
    for payer in sorted({*before.payers_fen, *after.payers_fen}):
        old, new = before.payers_fen.get(payer, 0), after.payers_fen.get(payer, 0)
        if old != new:
            yield Change("payer", str(payer), old, new)
