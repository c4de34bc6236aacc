"""Prescriptions that a hospital's plan asks to be written at home, within a viewer's reach."""

from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.models import PrescriptionDraft
from jiayi.service.prescriptions.rules.reading import Product

from .catalogue import choices


def drafts_of(resident_id: UUID) -> QuerySet[PrescriptionDraft]:
    """A resident's open ones, the nearest day first. The caller has found the resident for its viewer."""
    return PrescriptionDraft.objects.filter(resident_id=resident_id, closed_on=None).order_by("due_on", "id")


def draft_for(viewer: Viewer, draft_id: UUID) -> PrescriptionDraft:
    """One; NotVisible where its resident is out of reach of who may prescribe."""
    found = PrescriptionDraft.objects.select_related("resident").filter(pk=draft_id).first()
    if found is None:
        raise NotVisible
    people.resident_for(viewer, found.resident_id, permission=permissions.WRITE)
    return found


def draft_to_close(viewer: Viewer, draft_id: UUID) -> PrescriptionDraft:
    """One, locked until the transaction ends."""
    draft_for(viewer, draft_id)
    return PrescriptionDraft.objects.select_for_update().get(pk=draft_id)


def products(region_code: str) -> list[Product]:
    """Everything that can be ordered there, by all its names."""
    return [
        Product(one.drug, one.form, one.strength, _names(one.drug) or (one.name,))
        for one in choices("zh-hans", region_code)
    ]


def _names(drug: str) -> tuple[str, ...]:
    known = rulebook().drugs.get(drug)
    return (known.zh, known.en, *known.aliases) if known else ()
