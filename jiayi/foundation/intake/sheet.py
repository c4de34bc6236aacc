"""The rows of one sheet, from its markup."""

import re
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from .cells import day_text, number_text, plain, unescaped
from .markup import feed, local_name
from .refusals import FileRefused
from .terms import FileFault

if TYPE_CHECKING:
    from .workbook import Workbook

_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_LAST_ROW = 1_048_576


def read_rows(chunks: Generator[bytes, None, None], workbook: "Workbook") -> Iterator[tuple[int, list[str]]]:
    """Sheet row (from 1) and its cells as text."""
    reader = _SheetReader(workbook)
    for _ in feed(chunks, start=reader.start, end=reader.end, text=reader.text):
        yield from reader.ready
        reader.ready.clear()


class _SheetReader:
    """Collects cells into rows as the parser meets them."""

    def __init__(self, workbook: "Workbook") -> None:
        self.workbook = workbook
        self.limits = workbook.limits
        self.ready: list[tuple[int, list[str]]] = []
        self.row: list[str] = []
        self.row_number = 0
        self.column = -1
        self.kind = "n"
        self.style = ""
        self.parts: list[str] = []
        self.takes_text = False
        self.is_phonetic = False
        self.columns: dict[str, int] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "c":
            self.column = self._column(attributes.get("r"))
            self.kind = attributes.get("t", "n")
            self.style = attributes.get("s", "0")
            self.parts.clear()
        elif name == "v":
            self.takes_text = True
        elif name == "t":
            self.takes_text = self.kind == "inlineStr" and not self.is_phonetic
        elif name == "row":
            self._open_row(attributes.get("r"))
        elif name == "rPh":
            self.is_phonetic = True

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name == "c":
            if self.parts:
                self._put(self._said())
        elif name in ("v", "t"):
            self.takes_text = False
        elif name == "row":
            if self.row:
                self.ready.append((self.row_number, self.row))
        elif name == "rPh":
            self.is_phonetic = False

    def text(self, data: str) -> None:
        if self.takes_text and len(self.parts) <= self.limits.cell_characters:
            self.parts.append(data[: self.limits.cell_characters + 1])

    def _open_row(self, number: str | None) -> None:
        stated = int(number) if number and number.isdecimal() and len(number) < 9 else 0
        self.row_number = max(self.row_number + 1, stated)
        if self.row_number > _LAST_ROW:
            raise FileRefused(FileFault.ROWS, limit=self.limits.rows)
        self.row = []
        self.column = -1

    def _column(self, reference: str | None) -> int:
        letters = _LETTERS.match(reference) if reference else None
        if letters is None:
            return self.column + 1
        name = letters.group()
        place = self.columns.get(name)
        if place is None:
            place = -1
            for letter in name.upper():
                place = (place + 1) * 26 + ord(letter) - 65
            self.columns[name] = place
        return place

    def _said(self) -> str:
        raw = "".join(self.parts)
        if self.kind == "s":
            return self.workbook.texts[int(raw)] if raw.isdecimal() and len(raw) < 10 else ""
        if self.kind == "n":
            if self.style in self.workbook.day_styles:
                return day_text(raw, counts_from_1904=self.workbook.counts_from_1904)
            return number_text(raw.strip())
        if self.kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        return unescaped(raw[: self.limits.cell_characters + 1])

    def _put(self, said: str) -> None:
        if not said:
            return
        if self.column >= self.limits.columns:
            return  # far to the right of any roster: an extra column like others, not worth its memory
        if self.column < len(self.row):
            self.row[self.column] = plain(said)
            return
        self.row.extend([""] * (self.column - len(self.row)))
        self.row.append(plain(said))
