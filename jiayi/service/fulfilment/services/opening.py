"""Open what agreements promise, as their years begin, and follow whatever becomes of them."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.service.agreements import selectors as agreements
from jiayi.service.fulfilment.models import Entitlement
from jiayi.service.fulfilment.selectors import differences

from .following import restate_tasks
from .ledger import ledger_differences, restate_ledger
from .standing import judge_standing

CHUNK = 2_000

_COLUMNS = (
    """agreement_id, promise_id, resident_id, item, year_starts_on, starts_on, ends_on, quantity, interval_days"""
)
_OPEN = f"""
    INSERT INTO fulfilment_entitlement (id, created_at, updated_at, {_COLUMNS}, is_withdrawn)
    SELECT gen_random_uuid(), now(), now(), {_COLUMNS}, false FROM ({{due}}) AS due
    ORDER BY agreement_id, item, year_starts_on
    ON CONFLICT (agreement_id, item, year_starts_on) DO UPDATE SET
        (promise_id, resident_id, starts_on, ends_on, quantity, interval_days, is_withdrawn, updated_at)
        = (excluded.promise_id, excluded.resident_id, excluded.starts_on, excluded.ends_on, excluded.quantity,
            excluded.interval_days, false, now())
"""
_WITHDRAW = """
    UPDATE fulfilment_entitlement AS held SET is_withdrawn = true, updated_at = now()
    FROM ({baseless}) AS baseless WHERE baseless.id = held.id
"""
# Years that have begun and of which nothing is open.
_BEGUN = """
    SELECT DISTINCT years.agreement_id FROM ({years}) AS years
    WHERE years.starts_on <= %(on)s AND NOT EXISTS (
        SELECT 1 FROM fulfilment_entitlement AS held
        WHERE held.agreement_id = years.agreement_id AND held.year_starts_on = years.year_starts_on
    )
"""


@transaction.atomic(savepoint=False)
def follow_agreements(*, agreement_ids: Collection[UUID], on: dt.date, today: dt.date | None = None) -> None:
    """Open, change, close or withdraw what these agreements promise, and what hangs on it: ledger, tasks, standing.

    `on` is the day it is about, `today` the day it happens (the same where it is left out).
    """
    ids = list(agreement_ids)
    with connection.cursor() as cursor:
        cursor.execute(_OPEN.format(due=differences.entitlements_due()), {"on": on, "agreements": ids})
        cursor.execute(_WITHDRAW.format(baseless=differences.entitlements_baseless()), {"agreements": ids})
    residents = set(Entitlement.objects.filter(agreement_id__in=ids).values_list("resident_id", flat=True))
    touched = {*ids, *restate_ledger(residents)}
    restate_tasks(touched, on=on)
    judge_standing(touched, on=today or on)


def open_years(*, by: Viewer, on: dt.date) -> int:
    """Open the agreement years that have begun by the day, past ones too; answers of how many agreements.

    Each chunk is a transaction of its own, so it may be ended anywhere and run again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN.format(years=agreements.promised_years()), {"on": on})
        begun = [agreement_id for (agreement_id,) in cursor.fetchall()]
    for start in range(0, len(begun), CHUNK):
        retrying_atomic(follow_agreements)(agreement_ids=begun[start : start + CHUNK], on=on)
    return len(begun)


@retrying_atomic
def correct_ledger(*, by: Viewer, on: dt.date) -> int:
    """Put right what differs, each agreement once; answers how many agreements were touched."""
    wrong = sorted({one.agreement_id for one in ledger_differences(on=on) if one.agreement_id})
    follow_agreements(agreement_ids=wrong, on=on)
    if wrong:
        details = {"count": len(wrong), "on": on.isoformat()}
        audit.record(
            by=by, act="fulfilment.correct_ledger", subject_kind="agreement", subject_ids=wrong, details=details
        )
    return len(wrong)
