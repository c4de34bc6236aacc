"""What is due about a record itself."""

import datetime as dt
from collections.abc import Sequence

from jiayi.registry.tasks import services as tasks
from jiayi.service.care import due_tasks
from jiayi.service.care.models import Record
from jiayi.service.care.terms import HEALTH_PLAN

SOURCES = (due_tasks.referral_returns, due_tasks.plan_reviews)


def restate_records(records: Sequence[Record], *, on: dt.date, outcome: str) -> None:
    """State it anew after the records, or the reviews of their plans, have changed."""
    ids = [record.id for record in records if not _is_silent(record)]
    if ids:
        tasks.restate_tasks(subject_ids=ids, sources=SOURCES, on=on, outcome=outcome)


def _is_silent(record: Record) -> bool:
    """A first version that asks for no return and is no plan makes nothing due, and nothing was due before it."""
    return record.version == 1 and record.return_due_on is None and record.form != HEALTH_PLAN
