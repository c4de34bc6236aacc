"""Calls before a follow-up: who promised to come, whom to remind, and who is lost after three calls in vain."""

from collections.abc import Sequence
from datetime import date, timedelta

from jiayi.service.care.models import Enrolment
from jiayi.service.care.services import record_attempt

from .county import Township
from .staff import Actor, staff_of

TOWNSHIPS = 3
# What became of the calls to one patient after the other: outcome, days ago, days until one comes or is reminded.
_CALLS: Sequence[Sequence[tuple[str, int, int | None]]] = (
    (("promised", 2, 2),),
    (("not_reached", 3, None), ("promised", 1, 4)),
    (("promised", 6, 4),),
    (("not_reached", 5, 6),),
    (("refused", 1, None),),
    (("not_reached", 21, None), ("not_reached", 12, None), ("not_reached", 4, None)),
    (("not_reached", 30, None), ("not_reached", 18, None), ("not_reached", 9, None)),
)
NOTE = "电话联系"  # data, not for translation


def call_patients(townships: Sequence[Township], on: date) -> None:
    """In the first townships the doctor has called those whose blood pressure was due the longest ago."""
    for township in townships[:TOWNSHIPS]:
        doctor = staff_of(township.institution_id, "gp")
        due = Enrolment.objects.filter(programme="hypertension", state="active", due_on__lte=on)
        due = due.filter(region__code__startswith=township.code).order_by("due_on", "id")
        for enrolment, calls in zip(due if doctor else (), _CALLS, strict=False):
            for outcome, ago, ahead in calls:
                _call(doctor, enrolment, outcome, on - timedelta(days=ago), ahead, on)


def _call(doctor: Actor | None, enrolment: Enrolment, outcome: str, day: date, ahead: int | None, on: date) -> None:
    record_attempt(
        by=doctor or Actor(""),
        enrolment_id=enrolment.id,
        mode="phone",
        outcome=outcome,
        attempted_on=day,
        remind_on=day + timedelta(days=ahead) if ahead else None,
        note=NOTE,
        on=on,
    )
