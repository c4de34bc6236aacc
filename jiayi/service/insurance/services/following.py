"""What happened to residents elsewhere, and what follows for their visits."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from jiayi.registry.people import selectors as people
from jiayi.registry.people import services as people_services
from jiayi.service.insurance.models import DeductiblePayment, InsuredVisit

_VISITS, _PAYMENTS = "insurance_insuredvisit", "insurance_deductiblepayment"
_TABLES = {_VISITS: InsuredVisit, _PAYMENTS: DeductiblePayment}


@transaction.atomic
def follow_moved_resident(*, resident_id: UUID, region_code: str) -> None:
    """Visits are where the resident lives now."""
    InsuredVisit.objects.filter(resident_id=resident_id).update(region_id=region_code)


@transaction.atomic
def repoint(*, merge_id: UUID, kept_id: UUID, merged_id: UUID, on: dt.date) -> None:
    """Visits of the merged record are the kept one's; a visit that both have stays with the merged one."""
    region = people.facts_of([kept_id], on)[kept_id].region_code
    for table, model in _TABLES.items():
        columns = {"resident_id": kept_id} | ({"region_id": region} if model is InsuredVisit else {})
        moved = [row.id for row in model.objects.filter(resident_id=merged_id) if _moved(model, row.id, columns)]
        if moved:
            people_services.log_moved_rows(merge_id=merge_id, table=table, ids=moved)


@transaction.atomic
def point_back(*, kept_id: UUID, merged_id: UUID, moved: dict[str, list[str]], on: dt.date) -> None:
    """Undo `repoint`."""
    region = people.facts_of([merged_id], on)[merged_id].region_code
    for table, model in _TABLES.items():
        columns = {"resident_id": merged_id} | ({"region_id": region} if model is InsuredVisit else {})
        model.objects.filter(id__in=moved.get(table, []), resident_id=kept_id).update(**columns)


def _moved(model: type[InsuredVisit | DeductiblePayment], row_id: UUID, columns: dict[str, object]) -> bool:
    try:
        with transaction.atomic():
            model.objects.filter(id=row_id).update(**columns)
    except IntegrityError:
        return False
    return True
