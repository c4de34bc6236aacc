"""Files to download, written row by row so that a million rows need no memory."""

import csv
import datetime as dt
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from .cells import Column, safe_text

ROWS_A_SHEET = 1_000_000
LONGEST_TAB = 31
FORBIDDEN_IN_TABS = r"[\[\]:*?/\\']"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ExportNote:
    """Who took the list away, when, and narrowed by what: stands at the head of the sheet."""

    by: str
    at: dt.datetime
    filters: str = ""

    def words(self) -> str:
        at = timezone.localtime(self.at).strftime("%Y-%m-%d %H:%M")
        return gettext("导出人：%(by)s　时间：%(at)s　条件：%(filters)s") % {
            "by": self.by,
            "at": at,
            "filters": self.filters or gettext("全部"),
        }


def export_response(
    file_kind: str, *, name: str, columns: Sequence[Column], rows: Iterable[Any], note: ExportNote
) -> HttpResponseBase:
    """A download of rows as "xlsx" or "csv", called name and the day."""
    if file_kind == "xlsx":
        file = _new_file()
        write_workbook(file, name=name, columns=columns, rows=rows, note=note)
        return _workbook_response(file, _stem(name, note))
    answer = StreamingHttpResponse(_csv_lines(columns, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{_stem(name, note)}.csv")
    answer["Cache-Control"] = "no-store, private"
    return answer


class _Line:
    """A file that hands back what was written, as csv.writer wants one."""

    def write(self, text: str) -> str:
        return text


def _csv_lines(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow([safe_text(column.title) for column in columns])
    for row in rows:
        yield writer.writerow([column.cell(row) for column in columns])


def _stem(name: str, note: ExportNote) -> str:
    return f"{name}-{timezone.localtime(note.at):%Y%m%d-%H%M}"


def _new_file() -> IO[bytes]:
    return tempfile.TemporaryFile()


def _workbook_response(file: IO[bytes], stem: str) -> FileResponse:
    file.seek(0)
    answer = FileResponse(file, as_attachment=True, filename=f"{stem}.xlsx", content_type=XLSX)
    answer["Cache-Control"] = "no-store, private"
    return answer


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook of several."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Any]


def book_response(*, name: str, sheets: Sequence[Sheet], note: ExportNote) -> HttpResponseBase:
    """A download of several tables as one workbook, a sheet each, called name and the day."""
    file = _new_file()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        formats = _formats(book)
        for number, each in enumerate(sheets, 1):
            sheet, line = _new_sheet(book, each.name, each.columns, note, *formats, tab=_tab(number, each.name))
            for row in each.rows:
                _write_row(sheet, line, each.columns, row)
                line += 1
    return _workbook_response(file, _stem(name, note))


def _tab(number: int, name: str) -> str:
    """A name that a sheet may have: short, without the signs that a workbook refuses, each once."""
    return f"{number} {re.sub(FORBIDDEN_IN_TABS, ' ', safe_text(name))}"[:LONGEST_TAB]


def _formats(book) -> tuple[Any, Any]:
    return book.add_format({"bold": True}), book.add_format({"bold": True, "bg_color": "#DCEBF3", "border": 1})


def write_workbook(
    file: IO[bytes], *, name: str, columns: Sequence[Column], rows: Iterable[Any], note: ExportNote
) -> None:
    """Write the rows as a workbook: a title, who and when, the headings, then text cells."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        formats = _formats(book)
        sheet, line = None, 0
        for row in rows:
            if sheet is None or line >= ROWS_A_SHEET:
                sheet, line = _new_sheet(book, name, columns, note, *formats)
            _write_row(sheet, line, columns, row)
            line += 1
        if sheet is None:
            _new_sheet(book, name, columns, note, *formats)


def _new_sheet(book, name: str, columns: Sequence[Column], note: ExportNote, bold, heading, *, tab: str | None = None):
    sheet = book.add_worksheet(tab)
    sheet.set_column(0, max(len(columns) - 1, 0), 16)
    sheet.freeze_panes(3, 0)
    sheet.write_string(0, 0, safe_text(name), bold)
    sheet.write_string(1, 0, safe_text(note.words()))
    for index, column in enumerate(columns):
        sheet.write_string(2, index, safe_text(column.title), heading)
    return sheet, 3


def _write_row(sheet, line: int, columns: Sequence[Column], row: Any) -> None:
    for index, column in enumerate(columns):
        value = column.cell(row)
        if isinstance(value, str):
            sheet.write_string(line, index, value)
        else:
            sheet.write_number(line, index, value)
