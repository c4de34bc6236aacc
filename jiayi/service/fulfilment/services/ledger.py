"""Keep the ledger as agreements and services done say, and check that it is so."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from jiayi.service.fulfilment.models import Entitlement
from jiayi.service.fulfilment.selectors import differences
from jiayi.service.fulfilment.selectors.ungathered import orphaned, ungathered

_ENTER = """
    INSERT INTO fulfilment_ledgerentry (act, entitlement_id, service_id, version, evidence, "on", is_extra)
    SELECT due.act, due.entitlement_id, due.service_id, due.version, due.evidence, due."on", due.is_extra
    FROM ({entries}) AS due ORDER BY due.act DESC, due."on", due.service_id
    RETURNING entitlement_id
"""


@dataclass(frozen=True)
class LedgerDifference:
    """One thing that differs: its kind (record, unopened, baseless, reverse, consume), of which agreement, about which
    record, item, entitlement or service."""

    kind: str
    agreement_id: UUID | None
    about: str


def restate_ledger(resident_ids: Collection[UUID], *, is_locked: bool = False) -> set[UUID]:
    """Reverse and consume until the ledger of these residents is as it should be; answers whose agreements it touched.

    Two services that are saved at once wait for each other here: the second counts the first.
    """
    if not is_locked:
        lock_entitlements(resident_ids)
    with connection.cursor() as cursor:
        cursor.execute(_ENTER.format(entries=differences.entries_due()), {"residents": list(resident_ids)})
        touched = {entitlement_id for (entitlement_id,) in cursor.fetchall()}
    return set(Entitlement.objects.filter(id__in=touched).values_list("agreement_id", flat=True)) if touched else set()


def lock_entitlements(resident_ids: Collection[UUID]) -> None:
    """Hold what was promised to these residents until the end of the transaction, in one order for all."""
    rows = Entitlement.objects.filter(resident_id__in=list(resident_ids)).order_by("id")
    list(rows.select_for_update(no_key=True).values_list("id", flat=True))


def ledger_differences(*, on: dt.date) -> list[LedgerDifference]:
    """Everything that differs on that day, of everybody; nothing is changed."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT agreement_id, item FROM ({differences.entitlements_due(everybody=True)}) AS due", {"on": on}
        )
        found += [LedgerDifference("unopened", agreement_id, item) for agreement_id, item in cursor.fetchall()]
        cursor.execute(
            f"SELECT agreement_id, id FROM ({differences.entitlements_baseless(everybody=True)}) AS baseless"
        )
        found += [LedgerDifference("baseless", agreement_id, str(row)) for agreement_id, row in cursor.fetchall()]
        cursor.execute(
            f"""SELECT due.act, held.agreement_id, due.service_id
            FROM ({differences.entries_due(everybody=True)}) AS due
            INNER JOIN fulfilment_entitlement AS held ON held.id = due.entitlement_id"""
        )
        found += [LedgerDifference(act, agreement_id, str(row)) for act, agreement_id, row in cursor.fetchall()]
    return found


def record_differences() -> list[LedgerDifference]:
    """Records of care that count and were not taken in as they stand, and services whose record counts no more."""
    due = f"SELECT record_id FROM ({ungathered()}) AS due UNION ALL SELECT service_id FROM ({orphaned()}) AS due"
    with connection.cursor() as cursor:
        cursor.execute(due)
        return [LedgerDifference("record", None, str(row)) for (row,) in cursor.fetchall()]
