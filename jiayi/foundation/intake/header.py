"""Finding the header: which row names the columns, and which column is which."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】")
_DECORATION = re.compile(r"[\s*:_]+")


@dataclass(frozen=True, slots=True)
class Header:
    """The header's place (rows counted from 0 among those looked at) and the columns found, by key."""

    position: int
    columns: Mapping[str, int]
    cells: tuple[str, ...]


def heading(text: str) -> str:
    """A heading in the form in which two are compared: no spaces, line breaks, stars, colons or remarks."""
    plain = unicodedata.normalize("NFKC", text)
    bare = _DECORATION.sub("", _IN_BRACKETS.sub("", plain))
    return (bare or _DECORATION.sub("", plain)).casefold()


def columns_of(cells: Sequence[str], aliases: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """The columns that a row names, by key; the first of two columns with one meaning counts."""
    keys = {heading(alias): key for key, names in aliases.items() for alias in names}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        key = keys.get(heading(cell)) if cell else None
        if key is not None and key not in found:
            found[key] = place
    return found


def find_header(
    rows: Iterable[Sequence[str]], aliases: Mapping[str, Iterable[str]], required: Iterable[str]
) -> tuple[Header | None, frozenset[str]]:
    """The first row that names all required columns, else None; and what the best row still lacks."""
    wanted = frozenset(required)
    missing = wanted
    for position, cells in enumerate(rows):
        columns = columns_of(cells, aliases)
        lacking = wanted - columns.keys()
        if not lacking:
            return Header(position, columns, tuple(cells)), frozenset()
        missing = min(missing, lacking, key=len)
    return None, missing
