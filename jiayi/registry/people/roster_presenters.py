"""Batches in words."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from jiayi.foundation.base.signs import joined
from jiayi.foundation.jobs.selectors import state_of
from jiayi.foundation.jobs.terms import JobState
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import options_of

from .models import RosterBatch
from .roster_rules import Verdict
from .services.roster import EDITED, Undo
from .terms import BatchStatus

EXAMPLES_SHOWN = 8
COLOURS = {
    BatchStatus.UPLOADED: ("secondary", "clock"),
    BatchStatus.CHECKED: ("blue", "list-check"),
    BatchStatus.IMPORTED: ("green", "circle-check"),
    BatchStatus.UNDONE: ("secondary", "arrow-back-up"),
}
VERDICT_LOOKS = {
    Verdict.ACCEPTED: ("green", "user-plus"),
    Verdict.UPDATED: ("blue", "user-edit"),
    Verdict.UNCHANGED: ("secondary", "user-check"),
    Verdict.MERGED: ("azure", "arrows-join"),
    Verdict.REJECTED: ("red", "user-x"),
}
_BUILT_ON = {
    EDITED: gettext_noop("导入后又修改过"),
    "people.groupmembership": gettext_noop("又登记了人群"),
    "people.carerelation": gettext_noop("有服务关系"),
    "people.departure": gettext_noop("登记了死亡或迁出"),
    "people.residentmerge": gettext_noop("与别的档案合并过"),
    "people.resident": gettext_noop("与别的档案合并过"),
    "agreements.agreement": gettext_noop("已签约"),
    "agreements.agreementpaper": gettext_noop("已签约"),
    "agreements.refusal": gettext_noop("登记了拒签"),
}


@dataclass(frozen=True)
class BatchRow:
    """A batch in the list."""

    batch: RosterBatch
    url: str
    state: str
    colour: str
    icon: str


@dataclass(frozen=True)
class CodeRow:
    """How many rows bear a code, what it means, and the first of them."""

    code: str
    words: str
    count: int
    is_error: bool
    examples: str


@dataclass(frozen=True)
class BatchPage:
    """A batch with its counts and what may be done next."""

    row: BatchRow
    verdicts: list[dict]
    codes: list[CodeRow]
    step: int
    watches_job: bool
    may_import: bool
    may_undo: bool


def batch_row(batch: RosterBatch, language: str) -> BatchRow:
    """A batch in the language of the page."""
    status = BatchStatus(batch.status)
    return BatchRow(batch, reverse("people:roster", args=[batch.pk]), status.label(language), *COLOURS[status])


def batch_list() -> ListSpec:
    """Batches, the latest first."""
    return ListSpec(
        filters=(choice_filter("status", gettext_noop("状态"), options_of(BatchStatus)),),
        sorts=(Sort("uploaded", gettext_noop("上传时间"), ("-id",)),),
    )


def batch_columns(language: str) -> list[Column]:
    """The list as a file: the verdicts each in a column of their own."""
    counted = [("rows", gettext_noop("行数"))] + [(str(verdict), verdict.label(language)) for verdict in Verdict]
    return [
        Column(gettext_noop("文件"), attrgetter("file_name")),
        Column(gettext_noop("上传时间"), attrgetter("created_at")),
        Column(gettext_noop("判断日期"), attrgetter("judged_on")),
        Column(gettext_noop("状态"), lambda batch: BatchStatus(batch.status).label(language)),
        *(Column(label, _count_of(name), "quantity") for name, label in counted),
        Column(gettext_noop("撤销时间"), attrgetter("undone_at")),
    ]


def _count_of(name: str) -> Callable[[RosterBatch], int | None]:
    return lambda batch: batch.counts.get(name)


def batch_page(batch: RosterBatch, language: str) -> BatchPage:
    """Everything that a batch's page shows."""
    job = state_of(batch.job_id)
    is_idle = job not in (JobState.WAITING, JobState.RUNNING)
    return BatchPage(
        row=batch_row(batch, language),
        verdicts=[_verdict(verdict, batch.counts[verdict], language) for verdict in Verdict] if batch.counts else [],
        codes=_code_rows(batch, language),
        step={BatchStatus.UPLOADED: 1, BatchStatus.CHECKED: 2}.get(BatchStatus(batch.status), 3),
        watches_job=job not in (None, JobState.DONE),
        may_import=is_idle and batch.status == BatchStatus.CHECKED and bool(batch.source_file),
        may_undo=is_idle and batch.status == BatchStatus.IMPORTED,
    )


def undo_page(batch: RosterBatch, undo: Undo, language: str) -> dict:
    """What an undo would do, in words."""
    kept = [
        {
            "name": kept.name,
            "url": reverse("workstation:resident", args=[kept.resident_id]),
            "reasons": joined(dict.fromkeys(gettext(_BUILT_ON.get(reason, _OTHER)) for reason in kept.reasons)),
        }
        for kept in undo.kept
    ]
    return {"row": batch_row(batch, language), "undo": undo, "kept": kept, "is_cut": undo.kept_count > len(kept)}


_OTHER = gettext_noop("有其他登记")


def _verdict(verdict: Verdict, count: int, language: str) -> dict:
    colour, icon = VERDICT_LOOKS[verdict]
    return {"label": verdict.label(language), "count": count, "colour": colour, "icon": icon}


def _code_rows(batch: RosterBatch, language: str) -> list[CodeRow]:
    """Rejections before notes, the frequent before the rare."""
    rows = [_code_row(batch, code, count, language) for code, count in batch.codes.items()]
    return sorted(rows, key=lambda row: (not row.is_error, -row.count, row.code))


def _code_row(batch: RosterBatch, code: str, count: int, language: str) -> CodeRow:
    words = rulebook().reasons[f"ROSTER_{code}"]
    examples = batch.examples.get(code, [])[:EXAMPLES_SHOWN]
    more = "…" if count > len(examples) else ""
    said = words.en if language.startswith("en") else words.zh
    return CodeRow(code, said, count, code.startswith("E_"), ", ".join(map(str, examples)) + more)
