"""The counter: what may be given out, and what was."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayi.foundation.ui.wording import label_of
from jiayi.service.prescriptions.models import Claim, Dispensing, Prescription
from jiayi.service.prescriptions.selectors.supplies import Supply
from jiayi.service.prescriptions.terms import ClaimState, EarlyReason, Relation, ReturnReason, Way

from .wording import dose_text, item_label, unit_label


def item_rows(supply: Supply) -> list[dict[str, Any]]:
    """Each item: prescribed, given, remaining, owed."""
    return [
        {
            "label": item_label(one.item),
            "dose": dose_text(one.item),
            "note": one.item.note,
            "total": one.item.total,
            "given": one.given,
            "remaining": one.remaining,
            "owed": one.due(0),
            "unit": unit_label(one.item.form),
        }
        for one in supply.items
    ]


def dispense_page(order: Prescription, supply: Supply) -> dict[str, Any]:
    """Who, what remains, and where the window stands."""
    return {
        "id": order.id,
        "code": order.code,
        "name": order.resident.name,
        "resident_id": order.resident_id,
        "state": supply.state,
        "reasons": supply.reasons,
        "remaining_days": supply.remaining_days,
        "runs_out_on": supply.runs_out_on if supply.covers else None,
        "opens_on": supply.opens_on,
        "items": item_rows(supply),
        "owes": supply.owes,
    }


def dispensing_rows(dispensings: list[Dispensing]) -> list[dict[str, Any]]:
    """Everything given out, with what came back."""
    return [_row(one) for one in dispensings]


def _row(one: Dispensing) -> dict[str, Any]:
    back = list(one.returns.all())
    return {
        "id": one.id,
        "on": one.on,
        "days": one.days,
        "institution": one.institution.name,
        "way": label_of(Way, one.way),
        "relation": label_of(Relation, one.relation),
        "picker": one.picker_name,
        "early": label_of(EarlyReason, one.early_reason) if one.early_reason else "",
        "early_note": one.early_note,
        "waybill": f"{one.carrier} {one.waybill}".strip(),
        "received_on": one.received_on,
        "received_by": one.received_by,
        "waits_for_receipt": one.way in (Way.DELIVERY, Way.HOME) and one.received_on is None,
        "by": one.by_name,
        "claim": _claim(getattr(one, "claim", None)),
        "items": [
            f"{item_label(each.item)} {each.quantity}{_space()}{unit_label(each.item.form)} "
            f"({each.lot_number}, {each.expires_on.isoformat()})"
            for each in one.items.all()
        ],
        "returns": [{"on": each.on, "days": each.days, "reason": label_of(ReturnReason, each.reason)} for each in back],
        "may_return": sum(each.quantity for item in one.items.all() for each in item.returned.all())
        < sum(item.quantity for item in one.items.all()),
    }


def _claim(one: Claim | None) -> str:
    """What the insurer said, in a line; empty where it was not told."""
    if one is None:
        return ""
    words = label_of(ClaimState, one.state)
    if one.state == ClaimState.PAID:
        parts = {"pool": one.pool_fen, "account": one.account_fen, "own": one.own_fen}
        yuan = {name: f"{(fen or 0) / 100:.2f}" for name, fen in parts.items()}
        return f"{words} {one.number} " + _("统筹%(pool)s元，账户%(account)s元，自付%(own)s元") % yuan
    return f"{words} {one.reason}".strip()


def _space() -> str:
    return " " if (get_language() or "").startswith("en") else ""
