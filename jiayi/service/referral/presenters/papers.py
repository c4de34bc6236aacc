"""The referral paper and the return paper, in Chinese, for typst."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import override

from jiayi.foundation.ui.wording import label_of
from jiayi.registry.people import selectors as people
from jiayi.service.referral.models import PlanItem, Referral, Reply
from jiayi.service.referral.terms import Direction, Urgency

from .page import consent_words, medical_rows, reply_rows, route_rows, who

CHINESE = "zh-hans"


def paper_data(referral: Referral, on: dt.date) -> dict[str, Any]:
    """转出单 with its 存根."""
    with override(CHINESE):
        return _head(referral, on) | {
            "title": "双向转诊单（转出单）",  # data, not for translation
            "route": _pairs(route_rows(referral)),
            "medical": _pairs(medical_rows(referral)),
            "consent": consent_words(referral),
            "approval": f"{referral.approved_by} {referral.approved_on}" if referral.approved_on else "",
            "voucher": referral.voucher_valid,
            "urgency": label_of(Urgency, referral.urgency),
            "direction": label_of(Direction, referral.direction),
        }


def return_data(referral: Referral, reply: Reply, plan: Sequence[PlanItem], on: dt.date) -> dict[str, Any]:
    """回转单 with the plan for home."""
    with override(CHINESE):
        return _head(referral, on) | {
            "title": "双向转诊单（回转单）",  # data, not for translation
            "receiver": referral.from_institution.name if referral.direction == Direction.UP else referral.to_name,
            "sender": referral.to_name if referral.direction == Direction.UP else referral.from_institution.name,
            "rows": _pairs(reply_rows(reply)),
            "plan": [{"on": item.due_on.isoformat(), "text": item.text} for item in plan],
            "doctor": reply.doctor_name,
            "written_on": reply.written_on.isoformat(),
        }


def _head(referral: Referral, on: dt.date) -> dict[str, Any]:
    resident = referral.resident
    return {
        "number": referral.number,
        "name": resident.name,
        "who": who(referral, on),
        "archive": resident.archive_number or "",
        "address": resident.address,
        "phone": people.masked_numbers(resident).phone,
        "printed_on": on.isoformat(),
    }


def _pairs(rows: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [[label, value or ""] for label, value in rows]
