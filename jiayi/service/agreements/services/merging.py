"""Two records were one person (or were not): agreements and refusals follow."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.people import services as people
from jiayi.service.agreements.models import Agreement, AgreementPaper, Refusal
from jiayi.service.agreements.terms import RUNNING, Act, EndReason, Kind, State

from . import loads
from .following import restate_duties, restate_tasks
from .reopening import reopen
from .telling import tell

_HOLDERS = {
    "agreements_agreement": (Agreement, "resident"),
    "agreements_agreementpaper": (AgreementPaper, "signer"),
    "agreements_refusal": (Refusal, "resident"),
}


@transaction.atomic
def repoint_agreements(*, merge_id: UUID, kept_id: UUID, merged_id: UUID, on: dt.date) -> None:
    """Move what stands on the merged record to the kept one; where both are signed, the kept one's stays in force."""
    before = loads.seats_of([kept_id, merged_id])
    _end_doubles(kept_id, merged_id, on)
    doubles = Refusal.objects.filter(resident_id=merged_id, withdrawn_on=None)
    if Refusal.objects.filter(resident_id=kept_id, withdrawn_on=None).exists():
        doubles.update(withdrawn_on=on)
    for table, (model, holder) in _HOLDERS.items():
        moving = list(model.objects.filter(**{f"{holder}_id": merged_id}).values_list("id", flat=True))
        if moving:
            model.objects.filter(id__in=moving).update(**{f"{holder}_id": kept_id})
            people.log_moved_rows(merge_id=merge_id, table=table, ids=moving)
    _settle_after(before, [kept_id, merged_id], on, outcome="merged")


@transaction.atomic
def point_agreements_back(*, kept_id: UUID, merged_id: UUID, moved: dict[str, list[str]], on: dt.date) -> None:
    """Undo `repoint_agreements`: what was moved goes back, what the merger ended is in force again."""
    before = loads.seats_of([kept_id, merged_id])
    for table, (model, holder) in _HOLDERS.items():
        model.objects.filter(id__in=moved.get(table, []), **{f"{holder}_id": kept_id}).update(
            **{f"{holder}_id": merged_id}
        )
    ended = Agreement.objects.filter(id__in=moved.get("agreements_agreement", []), end_reason=EndReason.MERGER)
    for agreement in ended:
        reopen(agreement, agreement.end_note, by=SystemViewer(), on=on)
    _settle_after(before, [kept_id, merged_id], on, outcome="merger undone")


def _end_doubles(kept_id: UUID, merged_id: UUID, on: dt.date) -> None:
    tell(Act.TERMINATE, by=SystemViewer(), on=on, note=EndReason.MERGER.label_zh)
    for states in (RUNNING, (State.SCHEDULED,)):
        principal = Agreement.objects.filter(state__in=states).exclude(kind=Kind.SUPPLEMENTARY)
        if principal.filter(resident_id=kept_id).exists():
            principal.filter(resident_id=merged_id).update(
                state=State.TERMINATED, end_reason=EndReason.MERGER, end_note=F("state"), ended_on=on
            )


def _settle_after(before: loads.Seats, resident_ids: Iterable[UUID], on: dt.date, outcome: str) -> None:
    residents = list(resident_ids)
    loads.move(loads.Shift(before=before, after=loads.seats_of(residents)))
    restate_tasks(list(Agreement.objects.filter(resident_id__in=residents)), on=on, outcome=outcome)
    restate_duties(list(residents), on=on, outcome=outcome)
