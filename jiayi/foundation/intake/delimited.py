"""Reading .csv: which encoding, which delimiter, and the records."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from .cells import plain
from .refusals import FileRefused
from .terms import FileFault, Limits

DELIMITERS = (",", ";", "\t")
_CHUNK = 1_000_000
_MEGABYTE = 1_000_000
_LONGEST_FIELD = 20_000_000


def look_at(path: Path, limits: Limits) -> str:
    """The encoding of a text file within the limits: utf-8-sig (with or without its mark) or gb18030."""
    if path.stat().st_size > limits.unpacked_bytes:
        raise FileRefused(FileFault.TOO_LARGE, limit=limits.unpacked_bytes // _MEGABYTE)
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise FileRefused(FileFault.ENCODING)
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise FileRefused(FileFault.ENCODING)


def records(path: Path, encoding: str, delimiter: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Sheet row (from 1, as a spreadsheet would number it) and its cells; empty lines are left out."""
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                if cells:
                    yield number, cells if _is_plain(cells, limits) else _tidied(cells, limits)
        except csv.Error as error:
            raise FileRefused(FileFault.DAMAGED, detail=f"csv {number + 1}") from error


def may_exceed(path: Path, limit: int) -> bool:
    """Whether the file has more line ends than limit; a quoted cell may hold some, so this is a first look."""
    count = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            count += max(chunk.count(b"\n"), chunk.count(b"\r"))
    return count > limit


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                if b"\0" in chunk:
                    raise FileRefused(FileFault.TYPE)
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _is_plain(cells: list[str], limits: Limits) -> bool:
    """Whether the cells can be handed on as they are; asked for every row, so in one look at all of them."""
    text = "".join(cells)
    return "'" not in text and len(text) <= limits.cell_characters and len(cells) <= limits.columns


def _tidied(cells: list[str], limits: Limits) -> list[str]:
    return [plain(cell[: limits.cell_characters + 1]) for cell in cells[: limits.columns]]
