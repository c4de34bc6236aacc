"""The items that a resident was promised, by the agreements in force on a day."""

import datetime as dt
from uuid import UUID

from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import IN_FORCE


def items_in_force(resident_id: UUID, on: dt.date) -> set[str] | None:
    """The codes; None where no agreement is in force. One query. The caller has found the resident for its viewer."""
    rows = Agreement.objects.filter(resident_id=resident_id, state__in=IN_FORCE, starts_on__lte=on, ends_on__gte=on)
    promised = list(rows.values_list("packages__items", flat=True))
    return {line["item"] for items in promised for line in items or ()} if promised else None
