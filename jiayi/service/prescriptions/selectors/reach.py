"""Orders within a viewer's reach: one, those of a resident, and lists."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.models import AuditEntry, Dispensing, Prescription, PrescriptionVersion

GIVEN_SHOWN = 50
_RELATED = ("resident", "region", "team", "institution", "prescriber")


def prescriptions(viewer: Viewer, *, on: dt.date, permission: str = permissions.READ) -> QuerySet[Prescription]:
    """Orders of residents within reach, the latest first, with everything that a list shows."""
    reach = people.listed(viewer, on, permission, key="resident_id")
    return Prescription.objects.filter(reach).select_related(*_RELATED).order_by("-issued_on", "-id")


def prescriptions_of(viewer: Viewer, resident_id: UUID) -> list[Prescription]:
    """Every order of a resident whom the viewer may see, the latest first, with its items."""
    people.resident_for(viewer, resident_id, permission=permissions.READ)
    found = Prescription.objects.filter(resident_id=resident_id).select_related(*_RELATED).prefetch_related("items")
    return list(found.order_by("-issued_on", "-id"))


def prescription_for(
    viewer: Viewer, prescription_id: UUID, *, permission: str = permissions.READ, lock: bool = False
) -> Prescription:
    """One order with its people; NotVisible where its resident is out of reach. `lock` holds it for a change."""
    rows = Prescription.objects.filter(pk=prescription_id)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.select_related(*_RELATED).first()
    if found is None:
        raise NotVisible
    people.resident_for(viewer, found.resident_id, permission=permission)
    return found


def by_code(viewer: Viewer, code: str) -> Prescription:
    """The order whose paper was scanned; NotVisible where there is none, or it is out of reach."""
    found = Prescription.objects.filter(code=code.strip().upper()).values_list("pk", flat=True).first()
    if found is None:
        raise NotVisible
    return prescription_for(viewer, found)


def thread_of(prescription: Prescription) -> list[AuditEntry]:
    """What pharmacist and doctor said to each other, the earliest first. The caller has found the order."""
    return list(prescription.thread.select_related("institution").order_by("id"))


def versions_of(prescription: Prescription) -> list[PrescriptionVersion]:
    """What the order said, the latest first. The caller has found the order."""
    return list(prescription.versions.order_by("-number"))


def dispensings_of(prescription: Prescription) -> list[Dispensing]:
    """Everything given out of the order, the earliest first, with items and what came back."""
    found = prescription.dispensings.select_related("institution", "claim")
    return list(found.prefetch_related("items__item", "items__returned", "returns__items").order_by("on", "created_at"))


def dispensing_for(viewer: Viewer, dispensing_id: UUID, *, permission: str = permissions.READ) -> Dispensing:
    """One handing over with its order and resident; NotVisible where the resident is out of reach."""
    related = ("prescription__resident", "prescription__team", "prescription__institution", "institution")
    found = Dispensing.objects.select_related(*related).filter(pk=dispensing_id).first()
    if found is None:
        raise NotVisible
    people.resident_for(viewer, found.prescription.resident_id, permission=permission)
    return found


def given_on(viewer: Viewer, on: dt.date) -> list[Dispensing]:
    """What the viewer gave out on a day, the latest first."""
    found = Dispensing.objects.filter(by_id=viewer.actor_id, on=on)
    return list(found.select_related("prescription__resident", "institution").order_by("-created_at")[:GIVEN_SHOWN])
