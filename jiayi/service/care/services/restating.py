"""What is due about a record itself."""

import datetime as dt
from collections.abc import Sequence

from jiayi.registry.tasks import services as tasks
from jiayi.service.care import due_tasks
from jiayi.service.care.models import Record

SOURCES = (due_tasks.referral_returns, due_tasks.plan_reviews)


def restate_records(records: Sequence[Record], *, on: dt.date, outcome: str) -> None:
    """State it anew after the records, or the reviews of their plans, have changed."""
    tasks.restate_tasks(subject_ids=[record.id for record in records], sources=SOURCES, on=on, outcome=outcome)
