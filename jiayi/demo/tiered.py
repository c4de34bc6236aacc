"""What goes on around referrals: hospital's medicines at home, consultations, who waits for a bed, supervision."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken
from jiayi.registry.organization.models import Institution
from jiayi.registry.people.models import Resident
from jiayi.service.care import services as care
from jiayi.service.care.terms import ConsultationReport, ConsultationRequest
from jiayi.service.prescriptions import services as prescriptions
from jiayi.service.prescriptions.models import PrescriptionDraft
from jiayi.service.referral import services as referral
from jiayi.service.scheduling import services as scheduling
from jiayi.service.scheduling.models import Resource, Slot
from jiayi.service.scheduling.terms import Booker, ResourceKind

from .county import BY, Township
from .staff import Actor, staff_of

SPACE = UUID("6f1b7a52-2c07-4bb5-9a3e-4b1f6f2d9a10")
_NEEDED, _WAITING, _WAITS_DAYS = 20, 2, 5
_QUESTIONS = (
    ("ecg", "urgent", "胸闷两天，请看心电图有无急性缺血", 0, ""),
    ("clinical", "routine", "三种降压药仍未达标，请指导用药", 1, "take"),
    ("imaging", "routine", "胸片右下肺可疑影，请会诊", 3, "answer"),
)
_PARTNERS = (("十堰市太和医院（演示）", "city"), ("湖北省人民医院（演示）", "province"))
# Of the audited cases: verdict, what was wrong, what follows.
_VERDICTS = (
    ("proper", "", ""),
    ("flawed", "病史填写过简", ""),
    ("breach", "没有附检查结果，未先联系接诊科室", "timed_correction"),
)


def write_tiered_care(town: Township, on: date) -> None:
    """In the county town."""
    _settle_old_drafts(on)
    centre, hospital = Institution.objects.get(id=town.institution_id), Institution.objects.get(kind="county_hospital")
    villages = [one.code for one in town.villages]
    rows = Resident.objects.filter(region_id__in=villages, status="living_here").order_by(
        "birth_date", "archive_number"
    )
    residents = list(rows[:_NEEDED])
    doctor = staff_of(centre.id, "gp")
    if doctor:
        _consult(doctor, residents, centre, hospital, on)
    _wait_for_a_bed(residents, centre, hospital, on)
    for name, level in _PARTNERS:
        referral.agree_partner(
            by=BY, region_code=hospital.region_id, name=name, level=level, since=on - timedelta(days=400)
        )
    _audit(on)


def _settle_old_drafts(on: date) -> None:
    """Who came home weeks ago had the medicines long since."""
    for draft in PrescriptionDraft.objects.filter(closed_on=None, due_on__lt=on):
        prescriptions.set_aside_draft(
            by=BY, draft_id=draft.id, reason="与现有长期处方一致，沿用原处方", on=draft.due_on
        )


def _consult(doctor: Actor, residents: Sequence[Any], centre: Institution, hospital: Institution, on: date) -> None:
    specialist = staff_of(hospital.id, "county_expert")
    for resident, (kind, urgency, question, ago, act) in zip(residents, _QUESTIONS, strict=False):
        at = _at(on - timedelta(days=ago))
        asked = ConsultationRequest(
            resident_id=resident.id,
            kind=kind,
            urgency=urgency,
            from_institution_id=centre.id,
            to_institution_id=hospital.id,
            question=question,
            consented=True,
            submission_id=uuid5(SPACE, question),
        )
        one = care.ask_consultation(by=doctor, asked=asked, at=at)
        if act and specialist:
            care.take_consultation(by=specialist, consultation_id=one.id, at=at + timedelta(minutes=20))
        if act == "answer" and specialist:
            report = ConsultationReport("report", "炎性病变可能，抗感染两周后复查", "右下肺片状密度增高影")
            care.answer_consultation(
                by=specialist, consultation_id=one.id, report=report, at=at + timedelta(minutes=50)
            )


def _wait_for_a_bed(residents: Sequence[Any], centre: Institution, hospital: Institution, on: date) -> None:
    """The beds of the coming days are taken; two residents wait for one."""
    bed = Resource.objects.filter(institution=hospital, kind=ResourceKind.BED).first()
    slot = Slot.objects.filter(resource=bed, held_on=on + timedelta(days=1)).first()
    if bed is None or slot is None:
        return
    booker, at = Booker(centre.id), _at(on)
    lying: set[UUID] = set()
    for resident in residents:
        if len(lying) == bed.quantity:
            break
        try:
            scheduling.take_slot(
                by=BY, slot_id=slot.id, resident_id=resident.id, booker=booker, on=on, at=at, days=_WAITS_DAYS
            )
            lying.add(resident.id)
        except LawBroken:
            continue  # somewhere else at the time
    waiting = [one for one in residents if one.id not in lying][:_WAITING]
    for number, resident in enumerate(waiting):
        scheduling.wish_for_slot(
            by=BY,
            resource_id=bed.id,
            resident_id=resident.id,
            booker=booker,
            earliest_on=on + timedelta(days=1),
            latest_on=on + timedelta(days=_WAITS_DAYS - number),
            on=on,
            at=at,
        )


def _audit(on: date) -> None:
    """A sample of last quarter's referrals: most are judged, one waits."""
    drawn = referral.draw_cases(by=BY, since=on - timedelta(days=90), until=on, size=len(_VERDICTS) + 1, on=on)
    for case, (verdict, faults, sanction) in zip(drawn, _VERDICTS, strict=False):
        referral.judge_case(
            by=BY,
            case_id=case.id,
            verdict=verdict,
            faults=faults,
            sanction=sanction,
            correct_by=on + timedelta(days=7) if sanction else None,
            on=on,
        )


def _at(on: date) -> datetime:
    return datetime.combine(on, time(9), clock.SHANGHAI)
