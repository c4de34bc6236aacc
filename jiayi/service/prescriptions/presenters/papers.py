"""Data of the papers: prescription, labels, education sheet. Chinese, as papers are."""

import datetime as dt
from typing import Any

from django.utils import translation

from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.documents.services import qr_code
from jiayi.foundation.rulebook import rulebook
from jiayi.service.prescriptions.models import AuditEntry, Dispensing, Prescription, PrescriptionItem
from jiayi.service.prescriptions.terms import AuditAct

from .wording import diagnoses_text, dose_text, item_label, total_text

FOLDER = "service/prescriptions/typst"
PAPER, LABELS, EDUCATION = f"{FOLDER}/prescription.typ", f"{FOLDER}/labels.typ", f"{FOLDER}/education.typ"
SEX = {"male": "男", "female": "女"}  # data, not for translation


def paper_data(order: Prescription, items: list[PrescriptionItem], thread: list[AuditEntry]) -> dict[str, Any]:
    """The prescription: head, items, signatures; its QR code holds the number alone."""
    with translation.override("zh-hans"):
        passed = next((one for one in reversed(thread) if one.act == AuditAct.PASS), None)
        return _head(order) | {
            "items": [_item(one) for one in items],
            "days": str(order.days),
            "starts_on": order.starts_on.isoformat(),
            "ends_on": order.ends_on.isoformat(),
            "issued_on": order.issued_on.isoformat(),
            "prescriber": order.prescriber.name,
            "auditor": passed.by_name if passed else "",
            "audited_on": passed.at.date().isoformat() if passed else "",
            "qr": qr_code(order.code),
            "is_passed": order.passed_on is not None,
        }


def label_data(given: Dispensing) -> dict[str, Any]:
    """One label for each drug that was given out."""
    order = given.prescription
    with translation.override("zh-hans"):
        labels = [
            {
                "drug": item_label(one.item),
                "dose": dose_text(one.item),
                "quantity": total_text(one.item, one.quantity),
                "lot": one.lot_number,
                "expires_on": one.expires_on.isoformat(),
                "note": one.item.note,
            }
            for one in given.items.select_related("item").order_by("id")
        ]
        return {
            "labels": labels,
            "name": order.resident.name,
            "institution": given.institution.name,
            "on": given.on.isoformat(),
            "until": order.runs_out_on.isoformat(),
            "code": order.code,
        }


def education_data(order: Prescription, items: list[PrescriptionItem], on: dt.date) -> dict[str, Any]:
    """What the patient takes home: how to take it, what to watch, when to collect the next."""
    book = rulebook()
    with translation.override("zh-hans"):
        rows = []
        for one in items:
            drug = book.drugs.get(one.drug)
            rows.append(
                {
                    "drug": item_label(one),
                    "dose": dose_text(one),
                    "storage": drug.storage.zh if drug and drug.storage else "",
                    "advice": drug.advice.zh if drug and drug.advice else "",
                    "cautions": [caution.zh for caution in drug.cautions] if drug else [],
                }
            )
        return _head(order) | {
            "items": rows,
            "opens_on": order.opens_on.isoformat() if order.opens_on else "",
            "runs_out_on": order.runs_out_on.isoformat() if order.runs_out_on >= order.starts_on else "",
            "follow_ups": [one.due_on.isoformat() for one in order.follow_ups.order_by("due_on")],
            "team": order.team.name if order.team else "",
            "phone": order.team.phone if order.team else "",
            "printed_on": on.isoformat(),
        }


def _head(order: Prescription) -> dict[str, Any]:
    resident = order.resident
    return {
        "institution": order.institution.name,
        "code": order.code,
        "name": resident.name,
        "sex": SEX.get(resident.sex, ""),
        "age": str(completed_years(resident.birth_date, order.issued_on)),
        "diagnoses": diagnoses_text(order),
    }


def _item(one: PrescriptionItem) -> dict[str, str]:
    return {"drug": item_label(one), "dose": dose_text(one), "total": total_text(one), "note": one.note}
