"""Long-term prescriptions of the county town with their history: issued, audited, dispensed, stopped, on hold."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.registry.people.models import Resident
from jiayi.service.agreements.models import Agreement
from jiayi.service.prescriptions import services
from jiayi.service.prescriptions.models import FollowUp, Prescription
from jiayi.service.prescriptions.terms import (
    Answer,
    AuditAct,
    ConsentKind,
    DispenseRequest,
    FollowUpDecision,
    Frequency,
    ItemRequest,
    OrderRequest,
    Papers,
    Relation,
    StopReason,
    Way,
)

from .county import Township
from .known_rates import KnownRates
from .staff import Actor, staff_of

PATIENTS = 36
SPACE = UUID("6f1d7c58-8a53-4f0f-9d3b-6a1f9a0f5f10")
ONE, FOUR_WEEKS = Decimal(1), 28
# Drug, form and strength, units a time, how often: what a regimen of each disease may look like.
REGIMENS = {
    "hypertension": [
        [("amlodipine", "tablet", "5mg", Frequency.DAILY)],
        [("amlodipine", "tablet", "5mg", Frequency.DAILY), ("valsartan", "capsule", "80mg", Frequency.DAILY)],
        [("enalapril", "tablet", "10mg", Frequency.DAILY), ("hydrochlorothiazide", "tablet", "25mg", Frequency.DAILY)],
        [("nifedipine", "controlled_tablet", "30mg", Frequency.DAILY)],
    ],
    "diabetes": [
        [("metformin", "tablet", "0.5g", Frequency.TWICE)],
        [("metformin", "tablet", "0.5g", Frequency.TWICE), ("glimepiride", "tablet", "2mg", Frequency.DAILY)],
    ],
}
# Who has both diseases takes all of these: from five medicines on, a review of them is due (S3-29).
OF_BOTH = [*REGIMENS["hypertension"][1], REGIMENS["hypertension"][2][1], *REGIMENS["diabetes"][1]]
STOCK = sorted({line[:3] for regimens in REGIMENS.values() for regimen in regimens for line in regimen})
SPOKEN = "当面核实，近期血压血糖平稳"  # data, not for translation


@dataclass(frozen=True)
class Course:
    """An order that was passed, when it was collected, and whether it was stopped."""

    patient: UUID
    begun: date
    asked: OrderRequest
    collected: list[date]
    is_stopped: bool


def write_medicines(rng: random.Random, town: Township, known: KnownRates, on: date) -> None:
    """Some patients of the county town, each somewhere in the course of an order; nothing where nobody may issue."""
    doctor = staff_of(town.institution_id, "gp", titles=("intermediate", "associate_senior", "senior"))
    pharmacist = staff_of(town.institution_id, "pharmacist")
    if doctor is None or pharmacist is None:
        return
    _fill_shelf(pharmacist, town, on)
    for number, (patient, diseases) in enumerate(_patients(town, on)):
        course = _course(rng, number, patient, diseases, doctor=doctor, pharmacist=pharmacist, town=town, on=on)
        if course is not None:
            _note(known, course, on)


def _patients(town: Township, on: date) -> Iterable[tuple[UUID, list[str]]]:
    """Signed residents with one of the diseases or both, since long enough."""
    signed = Agreement.objects.filter(
        institution_id=town.institution_id, state="active", starts_on__lte=on - timedelta(days=20)
    )
    rows = signed.filter(resident__group_memberships__group__in=list(REGIMENS)).order_by("id")
    found = rows.values_list("resident_id", "resident__group_memberships__group")
    seen: dict[UUID, list[str]] = {}
    for resident, group in found:
        if group in REGIMENS and group not in seen.setdefault(resident, []):
            seen[resident].append(group)
        if len(seen) > PATIENTS:
            break
    return list(seen.items())[:PATIENTS]


def _fill_shelf(pharmacist: Actor, town: Township, on: date) -> None:
    """Two lots of each drug, one of which expires soon."""
    for drug, form, strength in STOCK:
        for number, days, units in (("A", 700, 6000), ("B", 150, 300)):
            services.receive_stock(
                by=pharmacist,
                institution_id=town.institution_id,
                drug=drug,
                form=form,
                strength=strength,
                number=f"{on.year}{number}{len(drug):02d}",
                expires_on=on + timedelta(days=days),
                quantity=units,
                note="县药品配送中心",  # data, not for translation
                on=on - timedelta(days=130),
                at=_at(on - timedelta(days=130)),
            )


def _course(
    rng: random.Random,
    number: int,
    patient: UUID,
    diseases: list[str],
    *,
    doctor: Actor,
    pharmacist: Actor,
    town: Township,
    on: date,
) -> Course | None:
    """One patient's order: how long ago it began, and what became of it; none where no pharmacist passed it."""
    signed_on = Agreement.objects.filter(resident_id=patient, state="active").latest("starts_on").starts_on
    begun = max(on - timedelta(days=rng.choice((2, 9, 25, 33, 47, 61, 75))), signed_on)
    try:
        asked = _asked(rng, number, patient, diseases)
        order = services.issue_prescription(by=doctor, asked=asked, on=begun, at=_at(begun))
    except (BadShape, LawBroken):
        return None  # this one is not fit for it: as in life
    if number % 9 == 0:
        return None  # waits for the pharmacist
    act = AuditAct.QUERY if number % 9 == 1 else AuditAct.PASS
    text = "请核对近期肾功能" if act == AuditAct.QUERY else ""  # data, not for translation
    services.audit_prescription(
        by=pharmacist, prescription_id=order.id, version=1, act=act, text=text, on=begun, at=_at(begun)
    )
    if act != AuditAct.PASS:
        return None
    collected = _collect(rng, number, order.id, pharmacist, town, begun, on)
    _visit(number, order.id, on)
    return Course(patient, begun, asked, collected, is_stopped=_end(number, order.id, doctor, on))


def _note(known: KnownRates, course: Course, on: date) -> None:
    """What is known of the year's prescriptions and dispensings."""
    village = Resident.objects.get(pk=course.patient).region_id
    is_of_year, is_long = course.begun.year == on.year, course.asked.days > FOUR_WEEKS
    known.add("pharmacist-audit", village, *[sum(day.year == on.year for day in course.collected)] * 2)
    if is_of_year:
        known.add("long-prescription-share", village, is_long, 1)
    if is_of_year and is_long:
        known.add("long-prescription-consent", village, course.asked.papers.consent == ConsentKind.SIGNED, 1)
        known.add("long-prescription-stopped", village, course.is_stopped, 1)


def _asked(rng: random.Random, number: int, patient: UUID, diseases: list[str]) -> OrderRequest:
    regimen = OF_BOTH if len(diseases) > 1 else rng.choice(REGIMENS[diseases[0]])
    days = 84 if number % 3 else FOUR_WEEKS
    papers = Papers(
        assessment="病情平稳，方案不变",  # data, not for translation
        topics=("taking_medicine", "missed_dose", "self_monitoring"),
        teach_back=True,
        consent=ConsentKind.SIGNED,
    )
    criteria = ("diagnosis_clear", "regimen_stable", "adherence_good", "controlled", "long_term_needed")
    return OrderRequest(
        resident_id=patient,
        diagnoses=tuple(diseases),
        days=days,
        items=tuple(ItemRequest(drug, form, strength, ONE, often, "oral") for drug, form, strength, often in regimen),
        submission_id=uuid5(SPACE, f"order {patient}"),
        answers={code: Answer(True, SPOKEN) for code in criteria},
        papers=papers if days > FOUR_WEEKS else Papers(),
    )


def _collect(
    rng: random.Random, number: int, order: UUID, pharmacist: Actor, town: Township, begun: date, on: date
) -> list[date]:
    """Four weeks at a time, as punctual as people are; the days on which it was collected."""
    day, part, days = begun, 0, []
    while day <= on and part < 3:
        asked = DispenseRequest(
            order,
            FOUR_WEEKS,
            uuid5(SPACE, f"part {order} {part}"),
            way=Way.HOME if number % 7 == 3 else Way.COUNTER,
            relation=Relation.SPOUSE if number % 5 == 2 else Relation.SELF,
            picker_name="王秀英" if number % 5 == 2 else "",  # data, not for translation
            picker_number="420324197001011234" if number % 5 == 2 else "",
        )
        try:
            services.dispense(by=pharmacist, asked=asked, institution_id=town.institution_id, on=day, at=_at(day))
        except LawBroken:
            return days
        days.append(day)
        day += timedelta(days=FOUR_WEEKS + rng.choice((-4, -2, 0, 1, 6)))
        part += 1
    return days


def _visit(number: int, order: UUID, on: date) -> None:
    """The follow-ups that were due are done, but for a careless few."""
    for visit in FollowUp.objects.filter(prescription_id=order, due_on__lt=on - timedelta(days=2)):
        if number % 8 == 5:
            continue
        visit.done_on, visit.decision, visit.by_name = (
            visit.due_on,
            FollowUpDecision.CONTINUE,
            "随访护士",
        )  # data, not for translation
        visit.save()


def _end(number: int, order: UUID, doctor: Actor, on: date) -> bool:
    """Whether it was stopped; some rest while the patient is in hospital."""
    resident = Prescription.objects.get(pk=order).resident_id
    if number % 11 == 4:
        note = "改用其他方案"  # data, not for translation
        services.stop_prescription(by=doctor, prescription_id=order, reason=StopReason.CHANGED, note=note, on=on)
    if number % 11 == 7:
        services.hold_prescriptions(by=doctor, resident_id=resident, reasons=[StopReason.ADMITTED], note="", on=on)
    return number % 11 == 4


def _at(on: date) -> datetime:
    return datetime.combine(on, time(9), clock.SHANGHAI)
