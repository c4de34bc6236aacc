"""A signed resident and records that were saved for them; every value is made up."""

import datetime as dt
from uuid import UUID, uuid4

from jiayi.foundation.base import events
from jiayi.service.care.events import RecordsSaved, RecordsVoided, SavedRecord, VoidedRecord
from jiayi.service.fulfilment.models import Entitlement, LedgerEntry
from tests.service.agreements.factories import SIGNED_ON, agreement_of, make_resident, make_village, sign

__all__ = ["SIGNED_ON", "agreement_of", "done", "ledger", "make_resident", "make_village", "saved", "sign", "voided"]
HYPERTENSION = ("basic", "two-diseases")


def saved(resident, on: dt.date, *, record_id: UUID | None = None, version: int = 1, **fields) -> UUID:
    """A follow-up of hypertension was saved: at the clinic, entered by staff, with both pressures."""
    usual = {
        "form": "hypertension-follow-up",
        "mode": "clinic",
        "evidence": "c",
        "fields": frozenset({"systolic", "diastolic"}),
        "team_id": None,
    }
    record_id = record_id or uuid4()
    events.publish(
        RecordsSaved(
            (SavedRecord(record_id=record_id, version=version, resident_id=resident.id, on=on, **(usual | fields)),)
        )
    )
    return record_id


def voided(resident, record_id: UUID, on: dt.date) -> None:
    """The record was a mistake."""
    events.publish(RecordsVoided((VoidedRecord(record_id=record_id, resident_id=resident.id, on=on),)))


def promised(resident, item: str = "follow_up_hypertension", **fields) -> Entitlement:
    """What the resident was promised of an item, by the agreement that came last."""
    rows = Entitlement.objects.filter(resident=resident, item=item, **fields)
    return rows.order_by("year_starts_on", "starts_on", "created_at").last()


def ledger(resident, item: str = "follow_up_hypertension") -> list[tuple[str, int, bool, str]]:
    """The entries about an item in order: act, version, whether it is extra, evidence."""
    rows = LedgerEntry.objects.filter(entitlement__resident=resident, entitlement__item=item).order_by("id")
    return list(rows.values_list("act", "version", "is_extra", "evidence"))


def done(resident, item: str = "follow_up_hypertension", **fields) -> int:
    """How many of an item stand in the ledger."""
    rows = LedgerEntry.objects.filter(entitlement__resident=resident, entitlement__item=item, **fields)
    acts = list(rows.values_list("act", flat=True))
    return acts.count("consume") - acts.count("reverse")
