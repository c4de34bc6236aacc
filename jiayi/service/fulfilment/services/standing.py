"""Keep whether agreements in force are effective, for the list of those who are signed and not served."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements import selectors as agreements
from jiayi.service.fulfilment.models import Standing
from jiayi.service.fulfilment.selectors.effectiveness import Effectiveness, effectiveness_of

CHUNK = 2_000
_IN_FORCE = """
    SELECT DISTINCT agreement_id FROM ({years}) AS years
    WHERE state IN ('active', 'suspended') AND %s BETWEEN starts_on AND ends_on ORDER BY agreement_id
"""


@transaction.atomic(savepoint=False)
def judge_standing(agreement_ids: Collection[UUID], *, on: dt.date) -> None:
    """Judge these agreements by the day; those that do not run have no standing."""
    found = effectiveness_of(agreement_ids, on)
    if over := set(agreement_ids) - set(found):
        Standing.objects.filter(agreement_id__in=over).delete()
    rows = [_row(agreement_id, one, on) for agreement_id, one in sorted(found.items())]
    Standing.objects.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["agreement"],
        update_fields=["is_effective", "services", "missing", "judged_on"],
    )


def judge_all(*, by: Viewer, on: dt.date) -> int:
    """Judge every agreement in force; answers how many. Each chunk is a transaction of its own."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE.format(years=agreements.promised_years()), [on])
        running = [agreement_id for (agreement_id,) in cursor.fetchall()]
    for start in range(0, len(running), CHUNK):
        retrying_atomic(judge_standing)(running[start : start + CHUNK], on=on)
    return len(running)


def _row(agreement_id: UUID, found: Effectiveness, on: dt.date) -> Standing:
    return Standing(
        agreement_id=agreement_id,
        is_effective=found.is_effective,
        services=found.services,
        missing=[one["item"] for one in found.missing],
        judged_on=on,
    )
