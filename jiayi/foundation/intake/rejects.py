"""The workbook of refused rows: each as it was handed in, with its reason and what to do beside it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

import xlsxwriter

from .cells import neutralised

_REASON_WIDTH = 42
_CELL_WIDTH = 18
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_rejects(
    path: Path | BinaryIO,
    *,
    heading: Sequence[str],
    reason_heading: Sequence[str],
    rows: Iterable[tuple[Sequence[str], list[str]]],
) -> int:
    """Write reasons and cells of each row, all as text that no spreadsheet takes for a formula; how many rows."""
    written = 0
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        sheet = book.add_worksheet()
        as_text = book.add_format({"num_format": "@"})
        bold = book.add_format({"num_format": "@", "bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(reason_heading) - 1, _REASON_WIDTH, as_text)
        sheet.set_column(len(reason_heading), len(reason_heading) + len(heading), _CELL_WIDTH, as_text)
        _write(sheet, 0, [*reason_heading, *heading], bold)
        for written, (reasons, cells) in enumerate(rows, start=1):
            _write(sheet, written, [*reasons, *cells], as_text)
    return written


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, cells: Sequence[str], style: object) -> None:
    for column, cell in enumerate(cells):
        if cell:
            sheet.write_string(row, column, neutralised(cell)[:32_767], style)
