"""What the day itself changes: who is newly of a programme's groups, and whose window has passed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import transaction

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.models import Enrolment
from jiayi.service.care.terms import EnrolmentState

from .enrolling import enrol_due
from .scheduling import reschedule

CHUNK = 2_000
BY_INTERVAL = "care.programme.next_due"


@dataclass(frozen=True)
class TurnedDay:
    """How many rows each change touched."""

    enrolled: int
    next_visits_moved: int


def turn_day(*, by: Viewer, on: dt.date) -> TurnedDay:
    """Take in whom the groups name; where visits go by age or gestation, a missed window gives way to the next.

    A second run for the same day changes nothing.
    """
    return TurnedDay(enrolled=enrol_due(by=by, on=on), next_visits_moved=_move_passed(on))


def _move_passed(on: dt.date) -> int:
    moved = 0
    for ids in _passed(on):
        with transaction.atomic():
            rows = list(Enrolment.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
            before = {row.pk: row.due_on for row in rows}
            reschedule(enrolments=rows, on=on)
            moved += sum(row.due_on != before[row.pk] for row in rows)
    return moved


def _passed(on: dt.date) -> Iterator[list[object]]:
    by_age = [code for code, one in rulebook().programmes.items() if one.schedule != BY_INTERVAL]
    rows = Enrolment.objects.filter(state=EnrolmentState.ACTIVE, programme__in=by_age, to_on__lt=on)
    found = iter(list(rows.order_by("pk").values_list("pk", flat=True)))
    while chunk := list(islice(found, CHUNK)):
        yield chunk
