"""What the rules say of an order that is being written, for the panel beside the form."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import text_of
from jiayi.service.prescriptions.selectors.judging import Judgement
from jiayi.service.prescriptions.terms import OrderRequest

from .wording import unit_label

UNMET = "B_NOT_ELIGIBLE"
ICONS = {True: ("check", "green"), False: ("x", "red"), None: ("help", "orange")}
LEVELS = {"stop": "danger", "warn": "warning", "note": "info"}


def judgement_of(found: Judgement, asked: OrderRequest, reasons: Mapping[str, str]) -> dict[str, Any]:
    """Criteria with what they rest on, the verdict, findings with the reasons typed so far, totals."""
    return {
        "is_first": found.is_first,
        "consultation": _consultation(found),
        "may_consult": "B_FIRST_NEEDS_SENIOR" in found.supply["breaches"],
        "is_signed": found.agreement is not None,
        "allowed": found.supply["allowed"] and not found.check["stops"] and not found.unanswered,
        "max_days": found.supply["max_days"],
        "criteria": [_criterion(found, code) for code in found.known],
        "breaches": _breaches(found),
        "reasons": found.supply["reasons"],
        "findings": [_finding(one, reasons) for one in found.check["findings"]],
        "totals": [_total(item, total) for item, total in zip(asked.items, found.totals, strict=True)],
        "background": _background(found),
    }


def _consultation(found: Judgement) -> dict[str, Any] | None:
    one = found.consultation
    return one and {"id": one.id, "number": one.number, "place": one.to_institution.name, "advice": one.advice}


def _breaches(found: Judgement) -> list[dict[str, Any]]:
    """What stands against it; criteria that nobody has judged yet are shown as open, not as unmet."""
    is_unmet = any(not answer.holds for answer in found.answers.values())
    named = [code for code in found.supply["breaches"] if code != UNMET or is_unmet]
    return [one for one in found.supply["reasons"] if one["code"] in named]


def _criterion(found: Judgement, code: str) -> dict[str, Any]:
    known, answer = found.known[code], found.answers.get(code)
    icon, colour = ICONS[answer.holds if answer else None]
    return {
        "label": rulebook().words[code].label(get_language() or ""),
        "icon": icon,
        "colour": colour,
        "basis": text_of(known.basis),
        "differs": code in found.differing,
    }


def _finding(one: Mapping[str, Any], reasons: Mapping[str, str]) -> dict[str, Any]:
    return {
        "key": one["key"],
        "level": one["level"],
        "colour": LEVELS[one["level"]],
        "text": text_of(one),
        "source": one["source"],
        "needs_reason": one["level"] == "warn",
        "reason": reasons.get(one["key"], ""),
    }


def _total(item: Any, total: int | None) -> dict[str, Any]:
    drug = rulebook().drugs.get(item.drug)
    name = drug.label(get_language() or "") if drug else item.drug
    return {"label": f"{name} {item.strength}", "total": f"{total} {unit_label(item.form)}"}


def _background(found: Judgement) -> list[tuple[str, str]]:
    background = found.background
    allergies = _("未登记") if background.allergies is None else _("、").join(background.allergies) or _("无")
    rows = [(_("药物过敏"), allergies)]
    if background.egfr is not None and background.egfr_on:
        rows.append((_("eGFR"), f"{background.egfr:g} ({background.egfr_on.isoformat()})"))
    else:
        rows.append((_("eGFR"), _("没有记录")))
    return rows
