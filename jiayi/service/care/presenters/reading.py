"""A record as it is read: what stands, by whom, what was decided, and what it said before."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.service.care.models import Record, RecordVersion
from jiayi.service.care.rules import judging
from jiayi.service.care.terms import Evidence, Mode, RecordState

from .filling import advice_of
from .values import filled_rows, value_text


def record_page(record: Record, form: Form, versions: list[RecordVersion], *, late_after: int | None) -> dict[str, Any]:
    """Everything a record says; `late_after` is the scheme's number of days from which an entry is late."""
    language = get_language() or ""
    current = versions[0]
    found = judging.judgement(form, current.values, current.outcomes, visit_on=record.visit_on)
    days = (record.entered_on - record.visit_on).days
    return {
        "id": record.id,
        "visit_id": record.visit_id,
        "title": form.label(language),
        "name": record.resident.name,
        "resident_id": record.resident_id,
        "visit_on": record.visit_on,
        "is_voided": record.state == RecordState.VOIDED,
        "is_urgent": found.is_urgent,
        "advice": (advice := advice_of(form, found)),
        "has_sheet": bool(advice) and found.is_referred and record.state != RecordState.VOIDED,
        "facts": record_facts(record, current, days if late_after is not None and days > late_after else 0),
        "sections": filled_rows(form, current.values, current.copied, current.measured),
        "reasons": [reason for outcome in current.outcomes.values() for reason in outcome.get("reasons", [])],
        "versions": version_rows(form, versions),
        "version": record.version,
        "copied": [form.fields[code].label(language) for code in current.copied if code in form.fields],
        "return_due_on": record.return_due_on,
        "returned_on": record.returned_on,
        "return_note": record.return_note,
    }


def record_facts(record: Record, current: RecordVersion, late_days: int = 0) -> list[tuple[str, Any]]:
    """Who served the resident when and how, how it is proved, and who entered it."""
    language = get_language() or ""
    rows: list[tuple[str, Any]] = [
        (_("服务日期"), record.visit_on.isoformat()),
        (_("服务方式"), Mode(record.mode).label(language)),
        (_("服务人员"), record.practitioner.name if record.practitioner else current.entered_by_name),
        (_("团队"), record.team.name if record.team else ""),
        (_("佐证等级"), Evidence(record.evidence).label(language)),
        (_("录入"), f"{record.entered_on.isoformat()} {current.entered_by_name}"),
    ]
    if late_days:
        rows.append((_("补录"), _("服务后第 %(days)s 天录入") % {"days": late_days}))
    if record.programmes and not record.counts:
        rows.append((_("计入规范随访"), _("不计入：规范要求面对面随访")))
    return [row for row in rows if row[1]]


def version_rows(form: Form, versions: list[RecordVersion]) -> list[dict[str, Any]]:
    """Each version but the first with what it changed of the one before, the latest first."""
    return [
        {
            "number": version.number,
            "at": version.entered_at,
            "by": version.entered_by_name,
            "note": version.note,
            "changes": _changes(form, before, version) if before else [],
        }
        for version, before in zip(versions, [*versions[1:], None], strict=True)
    ]


def _changes(form: Form, before: RecordVersion, after: RecordVersion) -> list[dict[str, str]]:
    language = get_language() or ""
    return [
        {
            "label": one.label(language),
            "before": value_text(one, before.values.get(code)),
            "after": value_text(one, after.values.get(code)),
        }
        for code, one in form.fields.items()
        if before.values.get(code) != after.values.get(code)
    ]


def form_label(code: str) -> str:
    """The name of a form; the code itself where the rulebook knows it no more."""
    form = rulebook().forms.get(code)
    return form.label(get_language() or "") if form else code
