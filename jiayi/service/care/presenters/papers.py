"""A record as a paper: the same sections as on the page, in Chinese, with the places to sign."""

import datetime as dt
from typing import Any

from django.utils.translation import override

from jiayi.foundation.rulebook.schema import Form
from jiayi.service.care.models import Record, RecordVersion
from jiayi.service.care.rules import judging
from jiayi.service.care.terms import RecordState

from .filling import advice_of
from .reading import record_facts
from .values import filled_rows

RECORD_PAPER = "service/care/typst/record.typ"
ADVICE_PAPER = "service/care/typst/advice.typ"


def record_paper(record: Record, form: Form, current: RecordVersion, *, on: dt.date) -> dict[str, Any]:
    """What the template of a record prints; papers are Chinese whatever language the page has."""
    with override("zh-hans"):
        found = judging.judgement(form, current.values, current.outcomes, visit_on=record.visit_on)
        return _head(record, form, on) | {
            "facts": [[str(label), str(text)] for label, text in record_facts(record, current)],
            "sections": [
                {"title": section["title"], "rows": [[row["label"], row["text"]] for row in section["rows"]]}
                for section in filled_rows(form, current.values, current.copied)
            ],
            "advice": advice_of(form, found),
            "is_urgent": found.is_urgent,
            "is_voided": record.state == RecordState.VOIDED,
        }


def advice_paper(record: Record, form: Form, current: RecordVersion, *, on: dt.date) -> dict[str, Any] | None:
    """What the resident takes along: the values, why, what to do; None where nothing is advised."""
    with override("zh-hans"):
        found = judging.judgement(form, current.values, current.outcomes, visit_on=record.visit_on)
        advice = advice_of(form, found)
        if not (advice and found.is_referred) or record.state == RecordState.VOIDED:
            return None
        rows = [row for section in filled_rows(form, current.values) for row in section["rows"]]
        kept = {code for code, one in form.fields.items() if one.observation}
        reasons = [one for outcome in current.outcomes.values() for one in outcome.get("reasons", [])]
        return _head(record, form, on) | {
            "values": [[row["label"], row["text"]] for row in rows if row["code"] in kept],
            "reasons": [str(one.get("text_zh", "")) for one in reasons if one.get("text_zh")],
            "advice": advice,
            "is_urgent": found.is_urgent,
            "return_due_on": record.return_due_on.isoformat() if record.return_due_on else "",
        }


def _head(record: Record, form: Form, on: dt.date) -> dict[str, Any]:
    return {
        "title": form.zh,
        "name": record.resident.name,
        "archive_number": record.resident.archive_number or "",
        "region": record.region.name,
        "team": record.team.name if record.team else "",
        "practitioner": record.practitioner.name if record.practitioner else "",
        "visit_on": record.visit_on.isoformat(),
        "version": record.version,
        "printed_on": on.isoformat(),
    }
