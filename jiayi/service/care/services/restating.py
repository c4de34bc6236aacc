"""What is due about a record itself."""

import datetime as dt

from jiayi.registry.tasks import services as tasks
from jiayi.service.care import due_tasks
from jiayi.service.care.models import Record

SOURCES = (due_tasks.referral_returns, due_tasks.plan_reviews)


def restate_record(record: Record, *, on: dt.date, outcome: str) -> None:
    """State it anew after the record, or the review of its plan, has changed."""
    tasks.restate_tasks(subject_ids=[record.id], sources=SOURCES, on=on, outcome=outcome)
