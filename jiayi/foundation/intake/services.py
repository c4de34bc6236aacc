"""The door of intake: a table out of a file that someone handed in, and a workbook of what was refused."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from . import delimited
from .commands import HEADING as REJECT_HEADING
from .commands import add_import_options, write_files
from .header import Header, find_header
from .refusals import FileRefused
from .rejects import write_rejects
from .shelf import Shelf, name_for
from .terms import LIMITS, FileFault, Limits
from .verdicts import Texts, reason_text, reasons_of, reject_cells
from .workbook import Workbook

__all__ = [
    "REJECT_HEADING",
    "FileRefused",
    "Shelf",
    "Table",
    "Texts",
    "add_import_options",
    "check_size",
    "name_for",
    "open_table",
    "reason_text",
    "reasons_of",
    "reject_cells",
    "write_files",
    "write_rejects",
]

Aliases = Mapping[str, Iterable[str]]
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
_MEGABYTE = 1_000_000


def check_size(file_name: str, size: int, *, limits: Limits = LIMITS) -> None:
    """Refuse a file by its name's ending and its size, before anything of it is kept or read."""
    name = file_name.lower()
    if not name.endswith((".xlsx", ".csv", ".txt")):
        raise FileRefused(FileFault.OLD_WORKBOOK if name.endswith(".xls") else FileFault.TYPE)
    most = limits.file_bytes if name.endswith(".xlsx") else limits.unpacked_bytes
    if size > most:
        raise FileRefused(FileFault.TOO_LARGE, limit=most // _MEGABYTE)


@dataclass
class Table:
    """A file whose header is known. `columns` gives each key's place; `heading` the header's cells."""

    path: Path
    columns: dict[str, int]
    heading: list[str]
    header_row: int
    limits: Limits = LIMITS
    _source: object = field(default=None, repr=False)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Row number with the header as 1, and the cells; rows in which every cell is blank are left out."""
        counted = 0
        for number, cells in self._source.rows():
            if number <= self.header_row or not any(map(str.strip, cells)):
                continue
            counted += 1
            if counted > self.limits.rows:
                raise FileRefused(FileFault.ROWS, limit=self.limits.rows)
            yield number - self.header_row + 1, cells


def open_table(
    path: Path, *, aliases: Aliases, required: Iterable[str], file_name: str = "", limits: Limits = LIMITS
) -> Table:
    """Look at a file from the outside in, find its header, and answer the table; refuses with FileRefused."""
    required = list(required)
    name = (file_name or path.name).lower()
    missing = frozenset(required)
    for source in _sources(path, name, limits):
        first = _first_rows(source, limits)
        found, lacking = find_header([cells for _, cells in first], aliases, required)
        if found is not None:
            table = _table(path, source, found, first[found.position][0], limits)
            _check_row_count(table)
            return table
        missing = min(missing, lacking, key=len)
    words = [next(iter(aliases[key]), key) for key in required if key in missing]
    raise FileRefused(FileFault.NO_HEADER, limit=limits.header_rows, missing="、".join(words))


def _first_rows(source: "_Sheet | _Text", limits: Limits) -> list[tuple[int, list[str]]]:
    """The rows in which a header is looked for; under a wrong delimiter quotes soon make no sense."""
    first: list[tuple[int, list[str]]] = []
    try:
        first.extend(islice(source.rows(), limits.header_rows))
    except FileRefused:
        if not isinstance(source, _Text):
            raise
    return first


@dataclass
class _Sheet:
    workbook: Workbook
    member: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        return self.workbook.rows(self.member)

    def may_exceed(self, _limit: int) -> bool:
        return self.workbook.path.stat().st_size > 10_000_000


@dataclass
class _Text:
    path: Path
    encoding: str
    delimiter: str
    limits: Limits

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        return delimited.records(self.path, self.encoding, self.delimiter, self.limits)

    def may_exceed(self, limit: int) -> bool:
        return delimited.may_exceed(self.path, limit)


def _sources(path: Path, name: str, limits: Limits) -> list[_Sheet] | list[_Text]:
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(_OLD_CONTAINER):
        raise FileRefused(FileFault.ENCRYPTED if _is_encrypted(path) else FileFault.OLD_WORKBOOK)
    if start.startswith(b"PK"):
        check_size(".xlsx", path.stat().st_size, limits=limits)
        workbook = Workbook(path, limits)
        return [_Sheet(workbook, member) for member in workbook.sheets]
    check_size(name, path.stat().st_size, limits=limits)
    if name.endswith(".xlsx"):
        raise FileRefused(FileFault.DAMAGED, detail="zip")
    encoding = delimited.look_at(path, limits)
    return [_Text(path, encoding, delimiter, limits) for delimiter in delimited.DELIMITERS]


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return _ENCRYPTED_MARK in file.read(8_000_000)


def _table(path: Path, source: object, found: Header, header_row: int, limits: Limits) -> Table:
    return Table(path, dict(found.columns), list(found.cells), header_row, limits, source)


def _check_row_count(table: Table) -> None:
    """Refuse too many rows before any is used; the rows are counted only where there might be too many."""
    if table._source.may_exceed(table.limits.rows):
        for _ in table.rows():
            pass
