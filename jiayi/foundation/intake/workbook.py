"""Reading .xlsx as a stream, in the same memory for ten rows and for a million."""

import posixpath
from array import array
from collections.abc import Iterator
from pathlib import Path

from .archive import Archive
from .cells import is_day_format, unescaped
from .markup import local_name, parse_all
from .refusals import FileRefused
from .sheet import read_rows
from .terms import FileFault, Limits

_RELATION_OF_SHEET = "/worksheet"


class SharedTexts:
    """The workbook's table of texts, kept as one run of bytes: objects for each would fill the memory."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q", [0])

    def append(self, text: str) -> None:
        self._bytes += text.encode("utf-8", "replace")
        self._ends.append(len(self._bytes))

    def __getitem__(self, place: int) -> str:
        if not 0 <= place < len(self._ends) - 1:
            return ""
        return self._bytes[self._ends[place] : self._ends[place + 1]].decode()


class Workbook:
    """A workbook's sheets by name in their order; rows are read anew each time they are asked for."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self.path = path
        archive = Archive(path, limits)
        try:
            if "xl/workbook.xml" not in archive:
                raise FileRefused(FileFault.TYPE)
            self.counts_from_1904 = False
            self.sheets = self._find_sheets(archive)
            self.texts = self._read_texts(archive)
            self.day_styles = self._read_styles(archive)
        finally:
            archive.close()

    def rows(self, member: str) -> Iterator[tuple[int, list[str]]]:
        """Sheet row (from 1) and its cells as text; rows without any cell are left out."""
        archive = Archive(self.path, self.limits)
        try:
            yield from read_rows(archive.chunks(member), self)
        finally:
            archive.close()

    def _find_sheets(self, archive: Archive) -> list[str]:
        targets: dict[str, str] = {}
        names: list[str] = []

        def relation(tag: str, attributes: dict[str, str]) -> None:
            if local_name(tag) == "Relationship" and attributes.get("Type", "").endswith(_RELATION_OF_SHEET):
                target = attributes.get("Target", "")
                inner = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
                targets[attributes.get("Id", "")] = inner

        def sheet(tag: str, attributes: dict[str, str]) -> None:
            name = local_name(tag)
            if name == "workbookPr":
                self.counts_from_1904 = attributes.get("date1904", "") in ("1", "true")
            elif name == "sheet":
                identity = next((value for key, value in attributes.items() if local_name(key) == "id"), "")
                names.append(identity)

        if "xl/_rels/workbook.xml.rels" in archive:
            parse_all(archive.chunks("xl/_rels/workbook.xml.rels"), start=relation, end=_nothing)
        parse_all(archive.chunks("xl/workbook.xml"), start=sheet, end=_nothing)
        return [targets[name] for name in names if targets.get(name, "") in archive]

    def _read_texts(self, archive: Archive) -> SharedTexts:
        texts = SharedTexts()
        if "xl/sharedStrings.xml" not in archive:
            return texts
        parts: list[str] = []
        inside = {"t": False, "rPh": False}

        def start(tag: str, _attributes: dict[str, str]) -> None:
            name = local_name(tag)
            if name == "si":
                parts.clear()
            elif name in inside:
                inside[name] = True

        def end(tag: str) -> None:
            name = local_name(tag)
            if name == "si":
                texts.append(unescaped("".join(parts)[: self.limits.cell_characters + 1]))
            elif name in inside:
                inside[name] = False

        def text(data: str) -> None:
            if inside["t"] and not inside["rPh"] and len(parts) <= self.limits.cell_characters:
                parts.append(data[: self.limits.cell_characters + 1])

        parse_all(archive.chunks("xl/sharedStrings.xml"), start=start, end=end, text=text)
        return texts

    def _read_styles(self, archive: Archive) -> frozenset[str]:
        """The numbers of the cell styles that show days."""
        codes: dict[int, str] = {}
        formats: list[int] = []
        inside = [False]

        def start(tag: str, attributes: dict[str, str]) -> None:
            name = local_name(tag)
            if name == "numFmt":
                codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
            elif name == "cellXfs":
                inside[0] = True
            elif name == "xf" and inside[0]:
                formats.append(_whole(attributes.get("numFmtId")))

        def end(tag: str) -> None:
            if local_name(tag) == "cellXfs":
                inside[0] = False

        if "xl/styles.xml" in archive:
            parse_all(archive.chunks("xl/styles.xml"), start=start, end=end)
        return frozenset(str(place) for place, number in enumerate(formats) if is_day_format(number, codes.get(number)))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _nothing(_tag: str) -> None:
    return None
