"""A prescription that a hospital's plan asks for, in words and as the beginning of an order."""

from typing import Any

from django.utils.translation import get_language

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of
from jiayi.service.prescriptions.models import PrescriptionDraft
from jiayi.service.prescriptions.selectors import drug_name
from jiayi.service.prescriptions.selectors.catalogue import SEPARATOR
from jiayi.service.prescriptions.terms import Frequency


def draft_card(draft: PrescriptionDraft) -> dict[str, Any]:
    """What the hospital wrote and what of it could be read."""
    return {
        "id": draft.id,
        "resident": draft.resident,
        "from_name": draft.from_name,
        "diagnosis": draft.diagnosis,
        "medicines": draft.medicines,
        "written_on": draft.written_on,
        "due_on": draft.due_on,
        "items": [_item(one) for one in draft.items],
        "is_open": draft.closed_on is None,
        "closed_on": draft.closed_on,
        "prescription_id": draft.prescription_id,
        "reason": draft.reason,
    }


def drafted(draft: PrescriptionDraft) -> dict[str, Any]:
    """The beginning of an order: the drugs that could be read; what was not plain is left to be filled in."""
    rows = [
        {
            "drug": SEPARATOR.join((one["drug"], one["form"], one["strength"])),
            "units": one["units"],
            "frequency": one["frequency"],
        }
        for one in draft.items
    ]
    return {"items": rows, "diagnosis_text": draft.diagnosis}


def _item(one: dict[str, Any]) -> dict[str, Any]:
    language = get_language() or ""
    form = rulebook().drug_forms[one["form"]].label(language)
    return {
        "name": f"{drug_name(one['drug'], language)} {one['strength']} {form}",
        "units": one["units"] or "",
        "frequency": label_of(Frequency, one["frequency"]) if one["frequency"] else "",
    }
