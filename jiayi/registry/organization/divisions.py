"""Rows of administrative divisions as the national lists give them: code, name, level, parent. No database."""

import csv
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jiayi.registry.organization.terms import CODE_LENGTHS, RegionLevel

COLUMNS = ("code", "name", "level", "parent")
MOST_BYTES = 200 * 1024 * 1024  # the whole country has 38 MB of villages
SHOWN_FAULTS = 20


class DivisionsError(ValueError):
    """A file that cannot be taken; `faults` are (line, what is wrong), line 0 for the file itself."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"line {line}: {text}" if line else text for line, text in faults[:SHOWN_FAULTS]))


@dataclass(frozen=True, slots=True)
class Division:
    """One region of a list; the parent of a province is empty."""

    code: str
    name: str
    level: str
    parent: str


def read_divisions(path: Path) -> list[Division]:
    """The rows of a .csv or .csv.gz file in UTF-8 or GB18030; DivisionsError says what is wrong with it."""
    text = _decoded(_content(path))
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise DivisionsError([(1, f"the header lacks {', '.join(missing)}; it must be {','.join(COLUMNS)}")])
    rows = [Division(*((row[name] or "").strip() for name in COLUMNS)) for row in reader]
    if not rows:
        raise DivisionsError([(0, "the file holds no divisions")])
    return rows


def _content(path: Path) -> bytes:
    try:
        if path.suffix == ".gz":
            with gzip.open(path) as file:
                content = file.read(MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except (OSError, EOFError) as error:
        raise DivisionsError([(0, f"cannot be read: {error}")]) from error
    if len(content) > MOST_BYTES:
        raise DivisionsError([(0, f"larger than {MOST_BYTES // 1024 // 1024} MB")])
    return content


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DivisionsError([(0, "neither UTF-8 nor GB18030")])


def check_divisions(rows: Iterable[Division], known: Iterable[str] = ()) -> None:
    """Refuse rows with a wrong code, level or parent, an empty name, or a parent neither listed nor known."""
    rows = list(rows)
    listed = {row.code for row in rows} | set(known)
    seen: set[str] = set()
    faults = []
    for line, row in enumerate(rows, start=2):
        fault = _fault(row, listed, seen)
        if fault:
            faults.append((line, fault))
        seen.add(row.code)
    if faults:
        raise DivisionsError(faults)


def _fault(row: Division, listed: set[str], seen: set[str]) -> str | None:
    try:
        level = RegionLevel(row.level)
    except ValueError:
        return f"unknown level {row.level!r}"
    if not (row.code.isascii() and row.code.isdigit() and len(row.code) == CODE_LENGTHS[level]):
        return f"code {row.code!r}: a {level} has {CODE_LENGTHS[level]} digits"
    if row.code in seen:
        return f"code {row.code} stands twice"
    if not row.name or len(row.name) > 80:
        return f"code {row.code}: the name is empty or longer than 80 characters"
    if row.parent != parent_code(row.code):
        return f"code {row.code}: its parent is {parent_code(row.code) or 'none'}, not {row.parent or 'none'}"
    if row.parent and row.parent not in listed:
        return f"code {row.code}: its parent {row.parent} is neither in the file nor known"
    return None


def parent_code(code: str) -> str:
    """The code one level up; "" above a province."""
    shorter = [length for length in CODE_LENGTHS.values() if length < len(code)]
    return code[: shorter[-1]] if shorter else ""


def complete_below(rows: Iterable[Division]) -> list[str]:
    """The codes below which a list is taken to be complete: down from each top while there is only one child.

    A county's list names its province and city too, and must not close what else lies in them.
    """
    rows = list(rows)
    children: dict[str, list[str]] = {}
    for row in rows:
        children.setdefault(row.parent, []).append(row.code)
    listed = {row.code for row in rows}
    found = []
    for code in sorted(row.code for row in rows if row.parent not in listed):
        while len(below := children.get(code, [])) == 1:
            code = below[0]
        found.append(code)
    return found


def by_level(rows: Iterable[Division]) -> Iterator[list[Division]]:
    """The rows level by level, parents first."""
    rows = list(rows)
    for level in RegionLevel:
        if group := [row for row in rows if row.level == level]:
            yield group
