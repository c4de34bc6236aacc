"""Residents and households follow when villages merge."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.journal import Journal, restore, rows_of
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people.models import Household, Resident


@transaction.atomic
def follow_merged_villages(*, act_id: UUID, codes: Sequence[str], into_code: str) -> int:
    """Residents and households of these villages live in the one that goes on. Archive numbers stay. How many."""
    journal = Journal(act_id)
    moved = journal.update(Resident.objects.filter(region_id__in=codes), region_id=into_code)
    journal.update(Household.objects.filter(region_id__in=codes), region_id=into_code)
    _record("people.follow_merged_villages", act_id)
    return moved


@transaction.atomic
def undo_merged_villages(*, act_id: UUID) -> None:
    """Residents and households go back; StillBuiltOn where one has moved on since."""
    for model in (Household, Resident):
        restore(act_id, model)
    _record("people.undo_merged_villages", act_id)


def _record(act: str, act_id: UUID) -> None:
    residents = sorted({UUID(row.row_id) for row in rows_of(act_id, Resident)})
    if residents:
        audit.record(
            by=SystemViewer(),
            act=act,
            subject_kind="resident",
            resident_ids=residents,
            details={"act": str(act_id), "residents": len(residents)},
        )
