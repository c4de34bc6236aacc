"""Health plans with their reviews, and results that the county's hospitals shared."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from jiayi.registry.organization.models import Institution
from jiayi.registry.people.models import StayElsewhere
from jiayi.service.agreements.models import Agreement
from jiayi.service.care import services
from jiayi.service.care.models import PlanReview
from jiayi.service.care.terms import HEALTH_PLAN, ResultRequest, ResultWay

from .county import Township
from .saving import save
from .staff import Actor, staff_of

SPACE = UUID("0b7b4a1d-5a7d-4f3e-9a44-2d1c7f6b8e21")
PLANS_OF_A_TOWNSHIP, TOWNSHIPS, RESULTS_OF_A_TOWNSHIP = 9, 5, 14
WEEKS = 10
PROBLEMS = {"hypertension": "高血压，近期血压偏高", "diabetes": "2型糖尿病，空腹血糖波动"}  # data, not for translation
RETURNED = "目标值写得太笼统，请写明血压控制目标和复查时间。"  # data, not for translation
APPROVED = "方案可行，注意低盐饮食。"  # data, not for translation
# An examination, its number or conclusion, the range that the report names, whether it is abnormal.
FINDINGS: Sequence[tuple[str, str, str, str, bool]] = (
    ("hba1c", "7.4", "", "4.0–6.0", True),
    ("ldl", "3.9", "", "<3.4", True),
    ("creatinine", "78", "", "57–111", False),
    ("total_cholesterol", "5.1", "", "<5.2", False),
    ("chest_x_ray", "", "两肺纹理增多，心影不大。", "", False),  # data, not for translation
    ("electrocardiogram", "", "窦性心律，左室高电压。", "", True),  # data, not for translation
    ("abdominal_ultrasound", "", "脂肪肝（轻度）。", "", True),  # data, not for translation
)
HOSPITALS = (("", "county", False), ("十堰市太和医院", "city", True))  # data, not for translation


def write_plans(rng: random.Random, townships: Sequence[Township], on: date) -> None:
    """Some chronic patients of the first townships have a plan, in every state of its review, and shared results."""
    hospital = Institution.objects.filter(kind="county_hospital").order_by("id").first()
    expert = staff_of(hospital.id, "county_expert", place=1) if hospital else None
    for township in townships[:TOWNSHIPS]:
        doctor = staff_of(township.institution_id, "gp")
        patients = list(_patients(township, on))
        if doctor is not None:
            for place, (patient, disease) in enumerate(patients[:PLANS_OF_A_TOWNSHIP]):
                _plan(rng, place, patient, disease, doctor, on)
        for place, (patient, _disease) in enumerate(patients[:RESULTS_OF_A_TOWNSHIP]):
            _result(rng, place, patient, hospital.name if hospital else "", on)
    if expert is not None:
        _review(expert, on)


def _patients(township: Township, on: date) -> Iterator[tuple[UUID, str]]:
    """Signed residents with one of the diseases, one disease each."""
    signed = Agreement.objects.filter(institution_id=township.institution_id, state="active")
    rows = signed.filter(resident__group_memberships__group__in=list(PROBLEMS), resident__status="living_here")
    rows = rows.exclude(resident_id__in=StayElsewhere.objects.filter(until=None).values("resident_id"))
    rows = rows.filter(starts_on__lte=on - timedelta(weeks=WEEKS)).order_by("id")
    seen: set[UUID] = set()
    for resident, group in rows.values_list("resident_id", "resident__group_memberships__group"):
        if group in PROBLEMS and resident not in seen:
            seen.add(resident)
            yield resident, group


def _plan(rng: random.Random, place: int, patient: UUID, disease: str, doctor: Actor, on: date) -> None:
    day = on - timedelta(days=rng.randrange(3, WEEKS * 7))
    save(doctor, patient, HEALTH_PLAN, day, _values(place, disease, doctor.actor_name, day), mode="clinic")


def _values(place: int, disease: str, doctor: str, day: date) -> dict[str, Any]:
    measure = "systolic" if disease == "hypertension" else "fasting_glucose"
    target = "<140 mmHg" if disease == "hypertension" else "<7.0 mmol/L"
    return {
        "class": "high_risk" if place % 3 == 0 else "ordinary",
        "problems": PROBLEMS[disease],
        "risks": ["salt", "inactivity"] if place % 2 else ["smoking", "weight"],
        "goals": [
            {
                "goal": "三个月内达标",
                "measure": measure,
                "target": target,
                "until": day + timedelta(days=90),
                "state": "open",
            }
        ],
        "measures": [
            {"kind": "chronic", "content": "面对面随访", "times": 4, "responsible": doctor},
            {"kind": "counselling", "content": "饮食和运动指导", "times": 2, "responsible": doctor},
        ],
        "lifestyle": "每日食盐不超过5克，每周快走5次，每次30分钟。",
        "self_monitoring": "每周自测血压2次并记录。" if disease == "hypertension" else "每周测空腹血糖1次。",
        "referral_signs": "头晕、胸闷、视物模糊时立即就诊。",
        "agreed": True,
        "next_visit_on": day + timedelta(days=90),
    }  # data, not for translation


def _review(expert: Actor, on: date) -> None:
    """Of three plans the expert approved one and gave one back; the third still waits."""
    for place, review in enumerate(PlanReview.objects.filter(state="waiting").order_by("asked_on", "id")):
        if place % 3 == 2:
            continue
        approves = place % 3 == 0
        services.review_plan(
            by=expert,
            record_id=review.record_id,
            version=review.version,
            approves=approves,
            remark=APPROVED if approves else RETURNED,
            on=min(review.asked_on + timedelta(days=2), on),
        )


def _result(rng: random.Random, place: int, patient: UUID, county_hospital: str, on: date) -> None:
    item, number, conclusion, reference, is_abnormal = FINDINGS[place % len(FINDINGS)]
    name, level, is_marked = HOSPITALS[place % len(HOSPITALS)]
    day = on - timedelta(days=rng.randrange(5, 160))
    asked = ResultRequest(
        resident_id=patient,
        item=item,
        performed_on=day,
        reported_on=day + timedelta(days=1),
        institution_name=name or county_hospital,
        level=level,
        report_number=f"{day:%Y%m%d}-{rng.randrange(1000, 9999)}-{place}",
        way=ResultWay.SYSTEM if place % 3 else ResultWay.PAPER,
        number=Decimal(number) if number else None,
        reference=reference,
        conclusion=conclusion,
        is_abnormal=is_abnormal,
        is_marked=is_marked,
    )
    services.share_result(by=Actor(""), asked=asked, on=on)
