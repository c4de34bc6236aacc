"""Two records were one person (or were not): services done follow, as agreements do."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from jiayi.registry.people import services as people
from jiayi.service.fulfilment.models import DoneService

from .following import restate_tasks
from .ledger import restate_ledger

_TABLE = "fulfilment_doneservice"


@transaction.atomic
def repoint_services(*, merge_id: UUID, kept_id: UUID, merged_id: UUID, on: dt.date) -> None:
    """What was done for the merged record was done for the kept one."""
    moving = list(DoneService.objects.filter(resident_id=merged_id).values_list("id", flat=True))
    if moving:
        DoneService.objects.filter(id__in=moving).update(resident_id=kept_id)
        people.log_moved_rows(merge_id=merge_id, table=_TABLE, ids=moving)
    restate_tasks(restate_ledger([kept_id, merged_id]), on=on)


@transaction.atomic
def point_services_back(*, kept_id: UUID, merged_id: UUID, moved: dict[str, list[str]], on: dt.date) -> None:
    """Undo `repoint_services`."""
    rows = DoneService.objects.filter(id__in=moved.get(_TABLE, []), resident_id=kept_id)
    rows.update(resident_id=merged_id)
    restate_tasks(restate_ledger([kept_id, merged_id]), on=on)
