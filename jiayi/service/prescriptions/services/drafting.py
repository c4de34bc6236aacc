"""Prescriptions to be written at home after a return from hospital: opened, written or set aside."""

import datetime as dt
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.tasks import services as tasks
from jiayi.service.prescriptions import due_tasks
from jiayi.service.prescriptions.faults import wrong
from jiayi.service.prescriptions.models import Prescription, PrescriptionDraft
from jiayi.service.prescriptions.rules.reading import names_none, read_items
from jiayi.service.prescriptions.selectors.drafts import draft_to_close, products


@transaction.atomic
def draft_prescription(
    *,
    resident_id: UUID,
    subject_id: UUID,
    from_name: str,
    diagnosis: str,
    medicines: str,
    on: dt.date,
    until: dt.date,
) -> PrescriptionDraft | None:
    """Medicines that go on at home: a draft with its task; None where the hospital names none. Twice is once."""
    if names_none(medicines):
        return None
    region_code = people.facts_of([resident_id], on)[resident_id].region_code
    draft, is_new = PrescriptionDraft.objects.get_or_create(
        subject_id=subject_id,
        defaults={
            "resident_id": resident_id,
            "region_id": region_code,
            "team_id": organization.team_of_region(region_code, on),
            "from_name": from_name[:120],
            "diagnosis": diagnosis[:200],
            "medicines": medicines.strip(),
            "items": [asdict(one) for one in read_items(medicines, products(region_code))],
            "written_on": on,
            "due_on": until,
        },
    )
    if is_new:
        restate_drafts([draft.id], on=on, outcome="drafted")
    return draft


@transaction.atomic
def set_aside_draft(*, by: Viewer, draft_id: UUID, reason: str, on: dt.date) -> PrescriptionDraft:
    """No prescription is needed, and why; its task closes. Twice is once."""
    draft = draft_to_close(by, draft_id)
    if not reason.strip():
        raise wrong("E_TEXT_NEEDED", "reason")
    if draft.closed_on is None:
        _close(by, draft, on, reason=reason.strip()[:200])
    return draft


def finish_draft(*, by: Viewer, draft_id: UUID, order: Prescription, on: dt.date) -> None:
    """The order was written from it; within the order's transaction. What was closed before stays as it was."""
    draft = draft_to_close(by, draft_id)
    if draft.closed_on is None and draft.resident_id == order.resident_id:
        _close(by, draft, on, prescription=order)


def end_drafts_of(*, resident_id: UUID, reason: str, on: dt.date) -> None:
    """Who died or left needs none."""
    rows = PrescriptionDraft.objects.filter(resident_id=resident_id, closed_on=None)
    ids = list(rows.values_list("id", flat=True))
    rows.update(closed_on=on, reason=reason)
    restate_drafts(ids, on=on, outcome=reason)


def restate_drafts(ids: list[UUID], *, on: dt.date, outcome: str) -> None:
    """State anew what these drafts make due."""
    tasks.restate_tasks(subject_ids=ids, sources=[due_tasks.drafts], on=on, outcome=outcome)


def _close(by: Viewer, draft: PrescriptionDraft, on: dt.date, **columns: Any) -> None:
    for name, value in (columns | {"closed_on": on, "closed_by_name": by.actor_name[:60]}).items():
        setattr(draft, name, value)
    draft.save()
    restate_drafts([draft.id], on=on, outcome="written" if draft.prescription_id else "set_aside")
    audit.record(
        by=by,
        act="prescriptions.write_draft" if draft.prescription_id else "prescriptions.set_aside_draft",
        subject_kind="prescription_draft",
        subject_ids=[draft.id],
        resident_ids=[draft.resident_id],
    )
