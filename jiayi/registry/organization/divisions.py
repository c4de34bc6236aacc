"""Rows of administrative divisions as the national lists give them: code, name, level, parent. No database."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jiayi.foundation.base.errors import BadShape
from jiayi.registry.organization.terms import CODE_LENGTHS, DivisionFault, RegionLevel

COLUMNS = ("code", "name", "level", "parent")
MOST_BYTES = 200 * 1024 * 1024  # the whole country has 38 MB of villages
MOST_CHARACTERS = 80  # of a name
LONGEST_FIELD = 100_000  # the csv module keeps one limit for the whole process, so each reader sets its own
SHOWN_FAULTS = 20
_UNFIT_IN_NAME = re.compile(r"[\x00-\x1f\x7f-\x9f<>\ufffe\uffff]|^[=+\-@]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line of the file, or (line 0) with the file itself."""

    line: int
    code: DivisionFault
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.code} {self.text}" if self.line else f"{self.code} {self.text}"


class DivisionsError(BadShape):
    """A list that cannot be taken; its code is that of the first of its `faults`."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].code, "; ".join(map(str, faults[:SHOWN_FAULTS])))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Division:
    """One region of a list; the parent of a province is empty. `line`: where it stands in its file, from 1."""

    code: str
    name: str
    level: str
    parent: str
    line: int = field(default=0, compare=False)


def read_divisions(path: Path) -> list[Division]:
    """The rows of a .csv or .csv.gz file in UTF-8 or GB18030; DivisionsError says what is wrong with it."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.DictReader(io.StringIO(_decoded(_content(path)), newline=""))
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            text = f"the header lacks {', '.join(missing)}; it must be {','.join(COLUMNS)}"
            raise DivisionsError([Fault(1, DivisionFault.NO_HEADER, text)])
        rows = [Division(*((row[name] or "").strip() for name in COLUMNS), line=reader.line_num) for row in reader]
    except csv.Error as error:
        raise _refused(DivisionFault.DAMAGED, f"cannot be read: {error}") from error
    if not rows:
        raise _refused(DivisionFault.EMPTY, "the file holds no divisions")
    return rows


def _refused(code: DivisionFault, text: str) -> DivisionsError:
    return DivisionsError([Fault(0, code, text)])


def _content(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise _refused(DivisionFault.MISSING, "no such file") from error
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise _refused(DivisionFault.DAMAGED, f"cannot be read: {error}") from error
    if len(content) > MOST_BYTES:
        raise _refused(DivisionFault.TOO_LARGE, f"larger than {MOST_BYTES // 1024 // 1024} MB")
    return content


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(DivisionFault.ENCODING, "neither UTF-8 nor GB18030")


def check_divisions(rows: Iterable[Division], known: Collection[str] = (), whole: str | None = None) -> None:
    """Refuse rows with a wrong code, level or parent, an unfit name, or a parent neither listed nor known.

    `whole`, the region of which the list is said to be complete, must be in it, or known and hold all of it.
    """
    rows = list(rows)
    listed = {row.code for row in rows} | set(known)
    seen: set[str] = set()
    faults = []
    for place, row in enumerate(rows, start=2):
        found = _fault(row, listed, seen)
        if found:
            faults.append(Fault(row.line or place, *found))
        seen.add(row.code)
    if whole and whole not in seen and not (whole in listed and all(row.code.startswith(whole) for row in rows)):
        faults.append(Fault(0, DivisionFault.REGION_UNKNOWN, f"the list is not one of region {whole!r}"))
    if faults:
        raise DivisionsError(faults)


def _fault(row: Division, listed: set[str], seen: set[str]) -> tuple[DivisionFault, str] | None:
    """The first thing that is wrong with a row, in the order level, code, repetition, name, parent."""
    try:
        level = RegionLevel(row.level)
    except ValueError:
        return DivisionFault.LEVEL_UNKNOWN, f"unknown level {_shown(row.level)}"
    if not (is_code(row.code) and len(row.code) == CODE_LENGTHS[level]):
        return DivisionFault.CODE_INVALID, f"code {_shown(row.code)}: a {level} has {CODE_LENGTHS[level]} digits"
    if row.code in seen:
        return DivisionFault.CODE_DUPLICATE, f"code {row.code} stands twice"
    if not row.name:
        return DivisionFault.NAME_MISSING, f"code {row.code}: the name is empty"
    if len(row.name) > MOST_CHARACTERS or _UNFIT_IN_NAME.search(row.name):
        return DivisionFault.NAME_INVALID, (
            f"code {row.code}: the name is longer than {MOST_CHARACTERS} characters or holds characters of no name"
        )
    if row.parent != parent_code(row.code):
        told = f"code {row.code}: its parent is {parent_code(row.code) or 'none'}, not {_shown(row.parent) or 'none'}"
        return DivisionFault.PARENT_WRONG, told
    if row.parent and row.parent not in listed:
        return (
            DivisionFault.PARENT_UNKNOWN,
            f"code {row.code}: its parent {row.parent} is neither in the file nor known",
        )
    return None


def is_code(text: str) -> bool:
    """Whether a text has the shape of a region's code of any level."""
    return text.isascii() and text.isdigit() and len(text) in CODE_LENGTHS.values()


def _shown(text: str) -> str:
    """What stood there, cut short and without what a terminal would obey."""
    return ascii(text[:20]) if not text.isprintable() else repr(text[:20]) if text else ""


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
