"""Old people who need care by others: assessed for long-term care, served at home and recorded (S3-23, S3-25)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from jiayi.foundation.core.dates import completed_years
from jiayi.registry.people.models import Resident, StayElsewhere
from jiayi.service.care.models import Record

from .county import Township
from .known_rates import KnownRates
from .saving import save
from .staff import Actor, staff_of

FROM_AGE, TOWNSHIPS, _LOOKED_AT = 72, 3, 40
ASSESSED, SERVED, DIFFERENTIATED = "long-term-care-assessment", "long-term-care-service", "elderly-care"
_DAILY = {  # the answers of ten questions by how much help somebody needs
    "slight": ("alone", "alone", "alone", "alone", "partly", "alone", "slight", "alone", "partly", "alone"),
    "much": ("partly", "partly", "dependent", "partly", "partly", "partly", "partly", "partly", "dependent", "alone"),
    "all": ("dependent", "dependent", "dependent", "partly", *("dependent",) * 6),
}
_QUESTIONS = (
    *("eating", "dressing", "grooming", "bowels", "bladder"),
    *("toilet", "walking", "transfer", "stairs", "bathing"),
)
_MINDS, _SENSES = ("time", "persons", "places", "memory"), ("sight", "hearing", "communication")
# Help needed, mind, senses, the grade that follows, whether the end is near: one of each class.
_STATES = (
    ("slight", "grade_4", "grade_4", "disability_mild", False),
    ("much", "grade_3", "grade_3", "disability_severe_1", False),
    ("all", "grade_1", "grade_1", "disability_severe_2", True),
)
_ITEMS = ["bathing", "turning", "skin_care", "vital_signs"]


def care_for_the_old(townships: Sequence[Township], known: KnownRates, on: date) -> None:
    """In the first townships three of the old, each in another state."""
    for township in townships[:TOWNSHIPS]:
        nurse = staff_of(township.institution_id, "nurse")
        if nurse is not None:
            for resident, state in zip(_old(township, known, on), _STATES, strict=False):
                _assess(nurse, resident, state, on)


def _old(township: Township, known: KnownRates, on: date) -> list[UUID]:
    """The oldest who live here and were not visited at home this year: three visits move no rate that asks for four,
    and whom one visit would count for are left out."""
    rows = Resident.objects.filter(region__code__startswith=township.code, status="living_here", merged_into=None)
    rows = rows.exclude(id__in=StayElsewhere.objects.filter(until=None).values("resident_id"))
    visited = Record.objects.filter(mode="home", visit_on__year=on.year).values("resident_id")
    oldest = rows.exclude(id__in=visited).order_by("birth_date", "archive_number")[:_LOOKED_AT]
    found = [one for one in oldest if one.id not in known.to_visit and completed_years(one.birth_date, on) >= FROM_AGE]
    return [one.id for one in found[: len(_STATES)]]


def _assess(nurse: Actor, resident: UUID, state: tuple[str, str, str, str, bool], on: date) -> None:
    daily, mind, senses, grade, is_dying = state
    answers = dict(zip(_QUESTIONS, _DAILY[daily], strict=True))
    answers |= dict.fromkeys(_MINDS, mind) | dict.fromkeys(_SENSES, senses)
    told = {"grade": grade, "assessors": f"{nurse.actor_name}、全科医生", "informant": "子女", "insured": True}
    save(nurse, resident, ASSESSED, on - timedelta(days=40), answers | told, mode="home")  # data, not for translation
    save(nurse, resident, DIFFERENTIATED, on - timedelta(days=25), _differentiated(daily, is_dying), mode="home")
    if grade != "disability_mild":
        save(nurse, resident, SERVED, on - timedelta(days=6), _served(nurse, grade), mode="home")


def _differentiated(daily: str, is_dying: bool) -> dict[str, Any]:
    hospice = {"hospice_plan": "按需止痛，家属同意在家照护，每周电话随访。"} if is_dying else {}
    return {
        "end_of_life": is_dying,
        "self_care_level": {"slight": "mild", "much": "moderate", "all": "dependent"}[daily],
        "main_carer": "子女",
        "carer_burden": "high" if daily == "all" else "medium",
        "teeth": 9,
        "denture": "needed",
        "oral_problems": ["dryness"],
        "swallowing": "choking" if daily == "all" else "normal",
        "oral_guidance": "每日早晚清洁口腔，建议到镇卫生院配义齿。",
        "nutrition_guidance": "少量多餐，软食，注意补充蛋白质。",
        "care_place": "home",
        "integrated_care": "护士每月上门一次，与村日间照料点共同照护。",
    } | hospice  # data, not for translation


def _served(nurse: Actor, grade: str) -> dict[str, Any]:
    return {
        "grade": grade,
        "identity_checked": True,
        "consent_signed": True,
        "environment_safe": True,
        "items": _ITEMS,
        "minutes": 60,
        "nurse": f"{nurse.actor_name}（护士执业证）",
        "note": "协助擦浴、翻身，检查皮肤，测血压和体温。",
        "condition_after": "stable",
        "incident": False,
        "satisfaction": "satisfied",
        "confirmed_by": "女儿",
    }  # data, not for translation
