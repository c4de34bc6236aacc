"""What commands that import a workbook share: their options, the report on every row, the workbook of rejects."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jiayi.foundation.base import arguments

from .rejects import write_rejects

HEADING = ["原行号", "原因代码", "原因（中文）", "Reason"]  # data, not for translation
Rejected = tuple[list[str], list[str]]  # what stands before the cells, and the cells


def add_import_options(parser: ArgumentParser) -> None:
    """--on, --report, --rejects, --dry-run."""
    parser.add_argument("--on", type=arguments.day, default=None, help="the day of entry (default: today)")
    parser.add_argument("--report", type=Path, help="write the verdict on every row to this JSON file")
    parser.add_argument("--rejects", type=Path, help="write rejected rows with their reasons to this workbook")
    parser.add_argument("--dry-run", action="store_true", help="judge every row, change nothing")


def write_files(
    options: Mapping[str, Any],
    *,
    counts: Mapping[str, Any],
    details: Sequence[Mapping[str, Any]],
    heading: Sequence[str],
    rejected: Iterable[Rejected],
) -> None:
    """The report and the rejects, as far as the options ask for them."""
    if options["report"]:
        report = dict(counts) | {"details": list(details)}
        options["report"].write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    if options["rejects"]:
        write_rejects(options["rejects"], heading=heading, reason_heading=HEADING, rows=rejected)
