"""What an import hands back: the report as JSON, and the workbook of rejected rows."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiayi.foundation.intake.services import write_rejects
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people.roster_rules import Verdict

from .importing import RosterImport

REASON_HEADING = (_("原行号"), _("原因代码"), _("原因与处理办法（中文）"), "Reason and what to do")


def summary(done: RosterImport) -> dict[str, Any]:
    """Counts by verdict and by code."""
    return done.outcomes.counts() | {"codes": done.outcomes.codes()}


def write_report(done: RosterImport, path: Path) -> None:
    """Write {rows, accepted, updated, unchanged, merged, rejected, codes, details} line by line."""
    with path.open("w", encoding="utf-8") as file:
        head = json.dumps(summary(done), ensure_ascii=False)
        file.write(f'{head[:-1]}, "details": [')
        comma = "\n"
        for row, verdict, codes in done.outcomes.details():
            file.write(f'{comma}{{"row": {row}, {_rest(verdict, codes)}')
            comma = ",\n"
        file.write("\n]}\n")


def write_rejected(done: RosterImport, path: Path) -> int:
    """Write the rejected rows as they were, each with its reason; how many."""
    headings = [str(heading) for heading in REASON_HEADING]
    return write_rejects(path, heading=done.table.heading, reason_heading=headings, rows=_rejected_rows(done))


def _rejected_rows(done: RosterImport) -> Iterator[tuple[list[str], list[str]]]:
    """The file is read once more: rejected rows are few, and the whole does not fit the memory."""
    if not done.counts[Verdict.REJECTED]:
        return
    for (row, cells), (_same, verdict, codes) in zip(done.table.rows(), done.outcomes.details(), strict=True):
        if verdict == Verdict.REJECTED:
            text = rulebook().reasons[f"ROSTER_{codes[0]}"]
            yield [str(row), codes[0], text.zh, text.en], cells


@lru_cache(maxsize=1024)
def _rest(verdict: str, codes: tuple[str, ...]) -> str:
    return f'"verdict": "{verdict}", "codes": {json.dumps(codes)}}}'
