"""An order as it is read: what it says, what it rests on, what was said and given of it."""

import datetime as dt
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of, text_of
from jiayi.service.prescriptions.models import AuditEntry, Dispensing, FollowUp, Prescription, PrescriptionVersion
from jiayi.service.prescriptions.selectors.catalogue import drug_name
from jiayi.service.prescriptions.selectors.supplies import Supply
from jiayi.service.prescriptions.terms import AuditAct, ConsentKind, FollowUpDecision, State, StopReason

from .dispensing import dispensing_rows, item_rows
from .judgement import LEVELS
from .lists import COLOURS
from .wording import code_label, diagnoses_text

ACT_ICONS = {"pass": "circle-check", "query": "help", "reject": "ban", "answer": "message"}


def order_page(
    order: Prescription,
    supply: Supply,
    *,
    versions: list[PrescriptionVersion],
    thread: list[AuditEntry],
    dispensings: list[Dispensing],
    follow_ups: list[FollowUp],
    on: dt.date,
) -> dict[str, Any]:
    """Everything a page of an order shows."""
    current = versions[0]
    state = State(order.state)
    return {
        "id": order.id,
        "code": order.code,
        "version": order.version,
        "name": order.resident.name,
        "resident_id": order.resident_id,
        "state": state.label(get_language() or ""),
        "state_code": order.state,
        "colour": COLOURS[state],
        "facts": _facts(order, supply),
        "items": item_rows(supply),
        "reasons": supply.reasons,
        "criteria": [_criterion(one) for one in current.criteria],
        "findings": [_finding(one) for one in current.findings],
        "outcome": current.outcome.get("reasons", []),
        "papers": _papers(current.papers),
        "thread": [_entry(one) for one in thread],
        "dispensings": dispensing_rows(dispensings),
        "follow_ups": [_follow_up(one, on) for one in follow_ups],
        "versions": [_version(one) for one in versions],
        "hold_reasons": [label_of(StopReason, one) for one in order.hold_reasons],
        "stop": _stop(order),
        "remaining_days": supply.remaining_days,
        "may_dispense": order.state == State.ACTIVE and bool(supply.remaining_days or supply.owes),
    }


def _facts(order: Prescription, supply: Supply) -> list[tuple[str, str]]:
    kind = _("首次") if order.is_first else _("续方")
    rows = [
        (_("诊断"), diagnoses_text(order)),
        (_("类型"), kind),
        (_("天数"), str(order.days)),
        (_("起止"), f"{order.starts_on.isoformat()} – {order.ends_on.isoformat()}"),
        (_("开具"), f"{order.issued_on.isoformat()} {order.prescriber.name}"),
        (_("机构"), order.institution.name),
        (_("团队"), order.team.name if order.team else ""),
        (_("余下天数"), str(supply.remaining_days)),
    ]
    if supply.covers:
        rows.append((_("药可用到"), supply.runs_out_on.isoformat()))
    return rows


def _criterion(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "label": rulebook().words[one["criterion"]].label(get_language() or ""),
        "holds": one["answer"],
        "basis": text_of(one["basis"]),
        "note": one["note"],
    }


def _finding(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": text_of(one),
        "colour": LEVELS[one["level"]],
        "reason": one.get("reason", ""),
        "source": one["source"],
    }


def _papers(papers: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [
        (_("评估意见"), papers.get("assessment", "")),
        (_("患者教育"), _("、").join(code_label(code) for code in papers.get("topics") or ())),
        (_("能复述要点"), _("是") if papers.get("teach_back") else ""),
        (_("知情同意"), label_of(ConsentKind, papers["consent"]) if papers.get("consent") else ""),
        (_("同意人"), papers.get("consented_by", "")),
        (_("见证人"), papers.get("witness", "")),
    ]
    return [row for row in rows if row[1]]


def _entry(one: AuditEntry) -> dict[str, Any]:
    place = one.institution.name if one.institution else ""
    remote = _("远程审核") if one.is_remote else ""
    return {
        "on": one.at,
        "icon": ACT_ICONS[one.act],
        "title": label_of(AuditAct, one.act),
        "text": " · ".join(filter(None, [one.text, one.by_name, place, remote])),
    }


def _follow_up(one: FollowUp, on: dt.date) -> dict[str, Any]:
    return {
        "due_on": one.due_on,
        "done_on": one.done_on,
        "record_id": one.record_id,
        "decision": label_of(FollowUpDecision, one.decision) if one.decision else "",
        "note": one.note,
        "is_overdue": one.done_on is None and one.due_on < on,
    }


def _version(one: PrescriptionVersion) -> dict[str, Any]:
    language = get_language() or ""
    items = [
        f"{drug_name(each['drug'], language)} {each['strength']} × {each['total']}" for each in one.content["items"]
    ]
    return {
        "number": one.number,
        "at": one.entered_at,
        "by": one.entered_by_name,
        "note": one.note,
        "days": one.content["days"],
        "items": _("；").join(items),
    }


def _stop(order: Prescription) -> dict[str, Any] | None:
    if order.state != State.STOPPED:
        return None
    return {"on": order.stopped_on, "reason": label_of(StopReason, order.stop_reason), "note": order.stop_note}
