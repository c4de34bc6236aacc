"""Acts on many agreements in words."""

from operator import itemgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_noop

from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.service.agreements.models import AgreementBatch, AgreementBatchRow
from jiayi.service.agreements.terms import BatchKind, BatchStatus, RowVerdict

_COLOURS = {
    BatchStatus.UPLOADED: ("azure", "loader"),
    BatchStatus.CHECKED: ("yellow", "hand-stop"),
    BatchStatus.DONE: ("green", "circle-check"),
    BatchStatus.UNDONE: ("secondary", "arrow-back-up"),
}
_VERDICT_COLOURS = {RowVerdict.REJECTED: ("red", "circle-x"), RowVerdict.UNCHANGED: ("secondary", "equal")}


def batch_list() -> ListSpec:
    """Acts in numbers, the latest first."""
    return ListSpec(
        filters=(
            choice_filter("kind", gettext_noop("事项"), options_of(BatchKind)),
            choice_filter("status", gettext_noop("状态"), options_of(BatchStatus)),
        ),
        sorts=(Sort("at", gettext_noop("时间"), ("-id",)),),
    )


BATCH_COLUMNS = (
    Column(gettext_noop("时间"), itemgetter("at")),
    Column(gettext_noop("事项"), itemgetter("kind")),
    Column(gettext_noop("内容"), itemgetter("title")),
    Column(gettext_noop("行数"), itemgetter("rows"), "quantity"),
    Column(gettext_noop("退回的行"), itemgetter("rejected"), "quantity"),
    Column(gettext_noop("状态"), itemgetter("label")),
)


def batch_row(batch: AgreementBatch) -> dict[str, Any]:
    """A line of the list, and the head of the page."""
    colour, icon = _COLOURS[BatchStatus(batch.status)]
    return {
        "id": batch.id,
        "title": batch.title,
        "kind": label_of(BatchKind, batch.kind),
        "at": timezone.localtime(batch.created_at),
        "status": batch.status,
        "label": label_of(BatchStatus, batch.status),
        "colour": colour,
        "icon": icon,
        "rows": batch.counts.get("rows", 0),
        "rejected": batch.counts.get(RowVerdict.REJECTED, 0),
        "verdicts": _verdicts(batch),
    }


def _verdicts(batch: AgreementBatch) -> list[dict[str, Any]]:
    shown = [verdict for verdict in RowVerdict if batch.counts.get(verdict)]
    return [
        {
            "label": label_of(RowVerdict, verdict),
            "count": batch.counts[verdict],
            "colour": _VERDICT_COLOURS.get(verdict, ("green", "circle-check"))[0],
            "icon": _VERDICT_COLOURS.get(verdict, ("green", "circle-check"))[1],
        }
        for verdict in shown
    ]


def rejected_lines(rows: list[AgreementBatchRow], names: dict[Any, str]) -> list[dict[str, Any]]:
    """Rejected rows with their reasons in the reader's language; `names` by resident id."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return [
        {
            "row": row.row,
            "name": names.get(row.resident_id, ""),
            "reasons": [
                {"code": code, "text": text.get(language, "")} for code, text in zip(row.codes, row.texts, strict=False)
            ],
        }
        for row in rows
    ]
