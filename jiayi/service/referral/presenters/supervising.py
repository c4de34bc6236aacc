"""Rates, cases and partners in words."""

import datetime as dt
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.referral import selectors
from jiayi.service.referral.models import CaseAudit, Partner, RateWarning
from jiayi.service.referral.selectors import RateRow
from jiayi.service.referral.terms import AuditVerdict, Sanction, State

from .lists import SIGNS

_RATE_SIGNS = {
    "ok": ("green", "circle-check"),
    "near": ("yellow", "alert-triangle"),
    "over": ("red", "alert-octagon"),
    "unknown": ("secondary", "minus"),
}
_VERDICT_SIGNS = {
    "": ("azure", "clock"),
    "proper": ("green", "circle-check"),
    "flawed": ("yellow", "alert-triangle"),
    "breach": ("red", "ban"),
}


def rate_row(row: RateRow) -> dict[str, Any]:
    """An institution with its rate beside its cap."""
    words = {"ok": _("未超上限"), "near": _("接近上限"), "over": _("超过上限"), "unknown": _("无法比较")}
    state, rate, cap = row.outcome["state"], row.outcome["rate"], row.outcome["cap"]
    colour, icon = _RATE_SIGNS[state]
    return {
        "institution": row.institution.name,
        "level": label_of(InstitutionLevel, row.institution.level),
        "referred": row.referred,
        "treated": row.treated,
        "rate": "—" if rate is None else f"{rate:.1%}",
        "cap": "—" if cap is None else f"{cap:.0%}",
        "width": min(round((rate or 0) / cap * 100), 100) if cap else 0,
        "sign": {"label": words[state], "colour": colour, "icon": icon},
        "reasons": row.outcome["reasons"],
    }


def step_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Open referrals by state and time."""
    return [
        one
        | {
            "sign": {
                "label": label_of(State, one["state"]),
                "colour": SIGNS[one["state"]][0],
                "icon": SIGNS[one["state"]][1],
            }
        }
        for one in rows
    ]


def warning_row(warning: RateWarning, on: dt.date) -> dict[str, Any]:
    """A warning that waits for an answer."""
    return {
        "id": warning.id,
        "institution": warning.institution.name,
        "rate": f"{warning.rate:.1%}",
        "cap": f"{warning.cap:.0%}",
        "of": f"{warning.referred} / {warning.treated}",
        "since": warning.since,
        "until": warning.until,
        "due_on": warning.due_on,
        "is_late": warning.due_on < on,
    }


def case_row(case: CaseAudit, on: dt.date) -> dict[str, Any]:
    """A case of the sample."""
    colour, icon = _VERDICT_SIGNS[case.verdict]
    return {
        "id": case.id,
        "referral_id": case.referral_id,
        "number": case.referral.number,
        "name": case.referral.resident.name,
        "institution": case.referral.from_institution.name,
        "drawn_on": case.drawn_on,
        "sign": {
            "label": label_of(AuditVerdict, case.verdict) if case.verdict else _("待审核"),
            "colour": colour,
            "icon": icon,
        },
        "faults": case.faults,
        "sanction": label_of(Sanction, case.sanction) if case.sanction else "",
        "correct_by": case.correct_by,
        "corrected_on": case.corrected_on,
        "correction": case.correction,
        "is_open": not case.verdict,
        "waits": case.verdict == AuditVerdict.BREACH and case.corrected_on is None,
        "is_late": bool(case.correct_by and case.corrected_on is None and case.correct_by < on),
    }


def network_page(viewer: Viewer, county: str, on: dt.date) -> dict[str, Any]:
    """Required institutions and partners."""
    book, language = rulebook(), get_language() or ""
    required = [
        one
        | {
            "label": word.label(language) if (word := book.labelled(one["code"])) else one["code"],
            "is_met": one["there"] >= one["least"],
        }
        for one in selectors.required_institutions(viewer, county, on)
    ]
    return {"required": required, "partners": [partner_row(one) for one in selectors.partners(viewer)]}


def partner_row(partner: Partner) -> dict[str, Any]:
    """A partner in force."""
    return {
        "name": partner.name,
        "level": label_of(InstitutionLevel, partner.level),
        "contact": " ".join(part for part in (partner.contact, partner.phone) if part),
        "since": partner.since,
        "note": partner.note,
    }
