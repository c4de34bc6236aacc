"""Referrals of the county town in every state, and of a township whose scheme asks for the insurer's signature."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.organization.models import Institution, Practitioner
from jiayi.registry.people.models import Resident
from jiayi.service.referral import services
from jiayi.service.referral.models import Referral
from jiayi.service.referral.terms import Appointment, Destination, PlanStep, ReferralRequest, ReplyRequest

from .county import Township
from .known_rates import KnownRates
from .staff import Actor

CITY = Destination(name="十堰市太和医院（演示）", level="city", department="神经内科", contact="值班医生")
_DISEASES = {
    "hypertension": ("高血压3级 很高危", "近两次随访血压不达标，伴间断头晕", "心内科", ("uncontrolled_twice",)),
    "diabetes": ("2型糖尿病 血糖控制不佳", "空腹血糖多次高于13mmol/L，双足麻木", "内分泌科", ("new_complication",)),
    "coronary": ("冠心病 不稳定型心绞痛待查", "近一周活动后胸闷加重", "心内科", ("worse_complication",)),
    "stroke": ("脑卒中待查", "突发言语不清、右侧肢体无力2小时", "神经内科", ("suspected_stroke",)),
}
_MOST = 40  # patients of a disease
_UP = ("accept", "schedule", "arrive", "treat", "propose_return", "take_back", "follow_up", "close")


@dataclass(frozen=True)
class Course:
    """How long ago a referral was written, and what was done since; `gap` days lie between two acts."""

    ago: int
    acts: tuple[str, ...] = ()
    gap: int = 1
    fields: dict[str, Any] = field(default_factory=dict)


def _up(count: int, ago: int, gap: int = 1, **fields: Any) -> Course:
    return Course(ago, ("submit", *_UP[:count]), gap, fields)


_EMERGENCY = {"urgency": "emergency", "visit": "inpatient", "consent": False, "consent_by": ""}
IN_TOWN = (
    Course(0),
    _up(0, 0),
    _up(0, 2),
    _up(0, 0, urgency="urgent"),
    _up(1, 1),
    _up(2, 2),
    _up(3, 4),
    _up(4, 6),
    _up(5, 9),
    _up(6, 12),
    _up(7, 16),
    *(_up(8, ago, 2) for ago in (28, 35, 44, 61, 78)),
    Course(3, ("submit", "accept", "schedule", "miss")),
    Course(5, ("submit", "reject")),
    Course(1, ("submit", "redirect")),
    Course(8, ("submit", "cancel")),
    Course(11, ("submit",)),  # expires unanswered
    Course(0, ("submit", "arrive"), 0, _EMERGENCY),
    Course(1, ("submit",), 0, _EMERGENCY | {"destination": CITY}),
    Course(
        20,
        ("submit", "arrive", "complete", "treat", "propose_return", "take_back", "follow_up", "close"),
        2,
        _EMERGENCY,
    ),
    Course(2, ("submit",), 1, {"direction": "down"}),
    Course(6, ("submit", "accept", "arrive"), 1, {"direction": "down"}),
    Course(25, ("submit", "accept", "arrive", "follow_up", "close"), 3, {"direction": "down"}),
)
BY_INSURER = (
    Course(0, ("submit",)),
    Course(1, ("submit",)),
    Course(4, ("submit", "refuse")),
    Course(3, ("submit", "approve", "accept")),
)


def write_referrals(townships: Sequence[Township], insured: Township, known: KnownRates, on: date) -> None:
    """One referral of each course; nothing where the town has too few patients."""
    hospitals = list(Institution.objects.filter(level="county", kind__in=("county_hospital", "county_tcm_hospital")))
    hospitals.sort(key=lambda one: one.code)
    for town, courses in ((townships[0], IN_TOWN), (insured, BY_INSURER)):
        doctor = _actor(town.institution_id, "gp")
        place = _Place(town.institution_id, hospitals, doctor, _actor(hospitals[0].id, "county_expert"))
        for number, (course, patient) in enumerate(zip(courses, _patients(town), strict=False)):
            done = _write(place, course, patient, number, on)
            is_sent = "approve" in done if courses is BY_INSURER else "submit" in done
            year = {act for act, day in done.items() if day.year == on.year and is_sent}
            _count(known, year, patient[0].region_id, is_down=course.fields.get("direction") == "down")
    services.turn_day(by=SystemViewer(), on=on)


@dataclass(frozen=True)
class _Place:
    centre_id: UUID
    hospitals: Sequence[Institution]
    doctor: Actor
    desk: Actor

    def by(self, act: str) -> Actor:
        """Whose act it is."""
        if act in ("approve", "refuse"):
            return Actor("医保经办窗口")  # data, not for translation
        return self.doctor if act in ("submit", "take_back", "follow_up", "close", "cancel", "complete") else self.desk


def _patients(town: Township) -> Iterator[tuple[Resident, str]]:
    """Patients of the township, the diseases in turn; each once."""
    villages = [village.code for village in town.villages]
    rows = Resident.objects.filter(region_id__in=villages, status="living_here", group_memberships__until=None)
    found = [
        [(one, disease) for one in rows.filter(group_memberships__group=disease).order_by("archive_number")[:_MOST]]
        for disease in _DISEASES
    ]
    seen: set[UUID] = set()
    for resident, disease in itertools.chain.from_iterable(itertools.zip_longest(*found, fillvalue=(None, ""))):
        if resident is not None and resident.id not in seen:
            seen.add(resident.id)
            yield resident, disease


def _count(known: KnownRates, year: Collection[str], village: str, *, is_down: bool) -> None:
    """What the year's acts on one referral add to the rates; a paper that is still at the insurer is no referral."""
    known.add("referral-rate", village, "submit" in year and not is_down, 0)
    known.add("down-referral-rate", village, ("submit" in year and is_down) or "propose_return" in year, 0)
    if "close" in year and not is_down:
        known.add("referral-closure", village, "follow_up" in year, 1)


def _write(place: _Place, course: Course, patient: tuple[Resident, str], number: int, on: date) -> Mapping[str, date]:
    """The day of each act."""
    begun = on - timedelta(days=course.ago)
    asked = _asked(place, course, patient)
    said = {"on": begun, "at": _at(begun)}
    if course.fields.get("direction") == "down":
        made = services.draft_down(by=place.desk, asked=asked, reply=_reply(begun), **said)
    else:
        made = services.draft_referral(by=place.doctor, asked=asked, **said)
    Referral.objects.filter(id=made.id).update(created_at=_at(begun))
    done: dict[str, date] = {}
    for step, act in enumerate(course.acts):
        done[act] = day = min(begun + timedelta(days=step * course.gap), on)
        by = place.desk if act == "submit" and made.direction == "down" else place.by(act)
        at = _at(day, 9 if day < on or course.ago else 8 + step)
        getattr(services, act)(by=by, referral_id=made.id, on=day, at=at, **_given(place, act, day, number))
    return done


def _asked(place: _Place, course: Course, patient: tuple[Resident, str]) -> ReferralRequest:
    resident, disease = patient
    diagnosis, illness, department, criteria = _DISEASES[disease]
    is_down = course.fields.get("direction") == "down"
    to = Destination(institution_id=place.centre_id if is_down else place.hospitals[0].id, department=department)
    usual: dict[str, Any] = {
        "resident_id": resident.id,
        "from_institution_id": place.hospitals[0].id if is_down else place.centre_id,
        "destination": to,
        "group": disease,
        "diagnosis": diagnosis,
        "illness": illness,
        "criteria": () if is_down else criteria,
        "consent": True,
        "consent_by": "patient",
        "medicines": "氨氯地平5mg 每日一次",  # data, not for translation
    }
    return ReferralRequest(**(usual | course.fields))


def _given(place: _Place, act: str, day: date, number: int) -> dict[str, Any]:
    """What the act takes."""
    match act:
        case "schedule":
            hour = f"{8 + number % 4}:30"
            return {"appointment": Appointment(day + timedelta(days=1), hour, "门诊二楼", "导诊台")}
        case "reject":
            return {"reason": "not_indicated", "note": "调整用药后可在基层随访"}
        case "redirect":
            return {"reason": "no_bed", "destination": Destination(institution_id=place.hospitals[1].id)}
        case "cancel":
            return {"reason": "improved"}
        case "refuse":
            return {"reason": "incomplete", "note": "缺少检查报告"}
        case "complete":
            return {"consent_by": "family", "illness": "家属已补签知情同意书"}
        case "propose_return":
            return {"reply": _reply(day)}
        case "follow_up":
            return {"note": "回家后血压血糖平稳，按出院方案服药"}
    return {}


def _reply(day: date) -> ReplyRequest:
    return ReplyRequest(
        diagnosis="病情平稳，诊断明确",
        summary="调整用药，症状缓解",
        drugs="氨氯地平5mg 每日一次；阿托伐他汀20mg 每晚一次",
        next_plan="基层随访，居家自测，低盐饮食",
        warning_signs="胸痛、言语不清、肢体无力立即就医",
        contact="双向转诊中心 0719-2720120",
        revisit_on=day + timedelta(days=30),
        inpatient_number=f"ZY{day:%y%m%d}01",
        purposes=("chronic_management",),
        plan=(
            PlanStep("上门测血压、血糖并核对用药", day + timedelta(days=5)),
            PlanStep("复查血脂、肝功能", day + timedelta(days=28)),
        ),
    )


def _actor(institution_id: UUID, role: str) -> Actor:
    found = Practitioner.objects.filter(institution_id=institution_id, roles__contains=[role]).order_by("id").first()
    return Actor(found.name, practitioner_id=found.id) if found else Actor("转诊服务中心")  # data


def _at(on: date, hour: int = 9) -> datetime:
    return datetime.combine(on, time(hour), clock.SHANGHAI)
