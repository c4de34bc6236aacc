"""Workbooks of historic records in words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from jiayi.foundation.jobs.selectors import state_of
from jiayi.foundation.jobs.terms import JobState
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.service.care.models import RecordBatch
from jiayi.service.care.services.undoing import Undo
from jiayi.service.care.terms import BatchState, RowVerdict

COLOURS = {
    BatchState.UPLOADED: ("secondary", "clock"),
    BatchState.CHECKED: ("blue", "list-check"),
    BatchState.IMPORTED: ("green", "circle-check"),
    BatchState.UNDONE: ("secondary", "arrow-back-up"),
}
LOOKS = {
    RowVerdict.ADDED: ("green", "clipboard-plus"),
    RowVerdict.UNCHANGED: ("secondary", "clipboard-check"),
    RowVerdict.REJECTED: ("red", "clipboard-x"),
}
STEPS = {BatchState.UPLOADED: 1, BatchState.CHECKED: 2}
KEPT_SHOWN = 200


@dataclass(frozen=True)
class BatchRow:
    """A batch in the list."""

    batch: RecordBatch
    url: str
    form: str
    state: str
    colour: str
    icon: str


@dataclass(frozen=True)
class BatchPage:
    """A batch with its counts and what may be done next."""

    row: BatchRow
    verdicts: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    step: int
    watches_job: bool
    may_import: bool
    may_undo: bool


def batch_row(batch: RecordBatch, language: str) -> BatchRow:
    """A batch in the language of the page."""
    state = BatchState(batch.state)
    form = rulebook().forms.get(batch.form)
    name = form.label(language) if form else batch.form
    return BatchRow(batch, reverse("care:import", args=[batch.pk]), name, state.label(language), *COLOURS[state])


def template_row(form: Form, language: str) -> dict[str, str]:
    """The empty workbook of a form."""
    return {"label": form.label(language), "url": reverse("care:import_template", args=[form.form])}


def batch_page(batch: RecordBatch, language: str) -> BatchPage:
    """Everything that a batch's page shows."""
    job = state_of(batch.job_id)
    is_idle = job not in (JobState.WAITING, JobState.RUNNING)
    return BatchPage(
        row=batch_row(batch, language),
        verdicts=[_verdict(one, batch.counts.get(one, 0), language) for one in RowVerdict] if batch.counts else [],
        reasons=[_reason(one, language) for one in batch.reasons],
        step=STEPS.get(BatchState(batch.state), 3),
        watches_job=job not in (None, JobState.DONE),
        may_import=is_idle and batch.state == BatchState.CHECKED and _brings_something(batch),
        may_undo=is_idle and batch.state == BatchState.IMPORTED,
    )


def _brings_something(batch: RecordBatch) -> bool:
    return bool(batch.source_file and batch.counts.get(RowVerdict.ADDED))


def undo_page(batch: RecordBatch, undo: Undo, language: str) -> dict[str, Any]:
    """What an undo would do, in words."""
    kept = [
        {"name": record.resident.name, "visit_on": record.visit_on, "url": reverse("care:record", args=[record.pk])}
        for record in undo.kept[:KEPT_SHOWN]
    ]
    cut = KEPT_SHOWN if len(undo.kept) > KEPT_SHOWN else 0
    return {"row": batch_row(batch, language), "voided": undo.voided, "kept": kept, "count": len(undo.kept), "cut": cut}


def _verdict(verdict: RowVerdict, count: int, language: str) -> dict[str, Any]:
    colour, icon = LOOKS[verdict]
    return {"label": verdict.label(language), "count": count, "colour": colour, "icon": icon}


def _reason(told: dict[str, Any], language: str) -> dict[str, Any]:
    words = told["en"] if language.startswith("en") else told["zh"]
    more = "…" if told["count"] > len(told["rows"]) else ""
    return {
        "words": words,
        "code": told["code"],
        "count": told["count"],
        "rows": ", ".join(map(str, told["rows"])) + more,
    }
