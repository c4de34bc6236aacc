"""Mothers who delivered this year, booked early or late and visited or not; treatments of tuberculosis that ended."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from jiayi.registry.people.models import Resident
from jiayi.registry.people.services import record_group

from .county import BY, Township
from .known_rates import KnownRates
from .saving import save
from .staff import Actor, staff_of

_TOWNSHIPS = 4
# Days since the delivery, week of pregnancy at the first check, days after which she was visited (None: never).
_COURSES: Sequence[tuple[int, int, int | None]] = ((70, 9, 5), (95, 11, 6), (120, 20, 4), (150, 10, None))
_YOUNGEST, _OLDEST = timedelta(days=23 * 365), timedelta(days=34 * 365)
_PREGNANT, _GROUP_ENDS = timedelta(days=280), timedelta(days=42)
_DOSES_DUE, _DOSES_TAKEN = 180, (178, 150)
_REGULAR = 90  # percent of the doses


def write_mothers(townships: Sequence[Township], known: KnownRates, on: date) -> None:
    """The courses of some townships' mothers, one of each."""
    for township in townships[:_TOWNSHIPS]:
        doctor = staff_of(township.institution_id, "gp")
        women = _women(township, on)
        for mother, (ago, booked, visited) in zip(women, _COURSES, strict=False):
            delivered = on - timedelta(days=ago)
            _write_mother(doctor, mother, delivered, booked, visited)
            if delivered.year == on.year:
                known.add("early-antenatal", mother.region_id, booked < 13, 1)
                known.add("postpartum-visit", mother.region_id, visited is not None, 1)


def write_treatments(township: Township, known: KnownRates, on: date) -> None:
    """Two patients of the township have finished, one took too few doses."""
    doctor = staff_of(township.institution_id, "gp")
    patients = _living(township).filter(group_memberships__group="tuberculosis", group_memberships__until=None)
    for patient, taken in zip(patients.order_by("archive_number"), _DOSES_TAKEN, strict=False):
        day = on - timedelta(days=12)
        save(doctor or BY, patient.id, "tuberculosis-follow-up", day, _ended(taken, day), mode="clinic")
        if day.year == on.year:
            is_regular = taken * 100 >= _DOSES_DUE * _REGULAR
            known.add("tuberculosis-regular-medicine", patient.region_id, is_regular, 1)


def _living(township: Township) -> Any:
    codes = [village.code for village in township.villages]
    return Resident.objects.filter(region_id__in=codes, status="living_here", merged_into_id=None)


def _women(township: Township, on: date) -> list[Resident]:
    """As many as there are courses, of those in no group."""
    rows = _living(township).filter(sex="female", group_memberships=None)
    rows = rows.filter(birth_date__range=(on - _OLDEST, on - _YOUNGEST)).order_by("archive_number")
    return list(rows[: len(_COURSES)])


def _write_mother(doctor: Actor | None, mother: Resident, delivered: date, booked: int, visited: int | None) -> None:
    began = delivered - _PREGNANT
    record_group(
        by=BY,
        resident_id=mother.id,
        group="maternal",
        since=began,
        until=delivered + _GROUP_ENDS,
        delivered_on=delivered,
        on=delivered + _GROUP_ENDS,
        evidence="母子健康手册",  # data, not for translation
    )
    first = began + timedelta(weeks=booked)
    save(doctor or BY, mother.id, "antenatal-visit", first, _antenatal(began, booked), mode="clinic")
    if visited is not None:
        day = delivered + timedelta(days=visited)
        save(doctor or BY, mother.id, "postpartum-visit", day, _postpartum(delivered), mode="home")


def _antenatal(began: date, booked: int) -> dict[str, Any]:
    return {
        "stage": "early" if booked < 13 else "mid_1",
        "first_visit": True,
        "last_period_on": began,
        "gravidity": 1,
        "past_diseases": ["none"],
        "danger_signs": ["none"],
        "height": 160.0,
        "weight": 56.0,
        "systolic": 112,
        "diastolic": 70,
        "evaluation": "normal",
        "risk_colour": "green",
        "handbook": True,
        "guidance_kinds": ["lifestyle", "nutrition"],
        "referred": False,
        "next_visit_on": began + timedelta(weeks=booked + 6),
    }


def _postpartum(delivered: date) -> dict[str, Any]:
    return {
        "delivered_on": delivered,
        "delivery": "vaginal",
        "danger_signs": ["none"],
        "temperature": 36.6,
        "systolic": 114,
        "diastolic": 72,
        "mood": "good",
        "breasts": "normal",
        "lochia": "normal",
        "uterus": "normal",
        "wound": "normal",
        "guidance_kinds": ["nutrition", "breastfeeding", "newborn"],
        "referred": False,
        "next_visit_on": delivered + _GROUP_ENDS,
    }


def _ended(taken: int, day: date) -> dict[str, Any]:
    return {
        "treatment_month": 6,
        "phase": "continuation",
        "supervision": "staff",
        "symptoms": ["none"],
        "regimen": "2HRZE/4HR",
        "danger_signs": False,
        "missed_doses": _DOSES_DUE - taken,
        "adverse_reaction": "none",
        "complication": False,
        "ended": True,
        "ended_on": day,
        "end_reason": "completed",
        "doses_due": _DOSES_DUE,
        "doses_taken": taken,
    }
