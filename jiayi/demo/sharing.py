"""What the county hospital shares with the townships, and who booked it."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken
from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.organization.models import Institution
from jiayi.registry.people.models import Resident
from jiayi.service.care import services as care
from jiayi.service.care.models import SharedResult
from jiayi.service.care.terms import ExaminationRequest
from jiayi.service.scheduling import services
from jiayi.service.scheduling.models import Resource, Slot
from jiayi.service.scheduling.terms import BEDS, Booker, Pattern, Pool, Recurrence, ResourceKind, ResourcePlan

from .county import Township
from .staff import staff_of

BY = SystemViewer()
SPACE = UUID("3f6b2a0d-1f0c-4f53-9a52-6f7d0f2f1c11")
EVERY_DAY, WORKDAYS = tuple(range(1, 8)), tuple(range(1, 6))
# Kind, title, department, weekdays, places a day, exclusive, examined item.
HOSPITAL = (
    (ResourceKind.SPECIALIST, "心内科专家门诊", "心内科", (1, 4), 6, False, ""),
    (ResourceKind.SPECIALIST, "内分泌科专家门诊", "内分泌科", (2, 5), 6, False, ""),
    (ResourceKind.SPECIALIST, "神经内科专家号（责任医生专用）", "神经内科", (3,), 4, True, ""),
    (ResourceKind.REFERRAL_CLINIC, "双向转诊门诊和病例讨论", "转诊服务中心", (2,), 8, False, ""),
    (ResourceKind.EXAMINATION, "心脏彩超", "超声科", (2, 4), 5, False, "cardiac_ultrasound"),
    (ResourceKind.EXAMINATION, "头颅CT", "放射科", (1, 3, 5), 8, False, "head_ct"),
    (ResourceKind.BED, "心内科床位", "心内科", EVERY_DAY, 3, False, ""),
)
CENTRE = (
    (ResourceKind.REHABILITATION_BED, "康复床位", "康复科", EVERY_DAY, 4, False, ""),
    (ResourceKind.GERIATRIC_WINDOW, "老年病服务窗口", "全科", WORKDAYS, 20, False, ""),
)
ELDERLY_CARE = (ResourceKind.ELDERLY_CARE_BED, "医养结合床位", "康复科", EVERY_DAY, 6, False, "")
_STAY_BEGAN, _STAY_DAYS, _SLOTS = 24, 30, 24


def share_resources(rng: random.Random, town: Township, on: date) -> None:
    """Resources of hospital and centre with a quota for the centre, partly booked by it."""
    hospital = Institution.objects.get(kind="county_hospital")
    centre = Institution.objects.get(id=town.institution_id)
    for place, offers in ((hospital, HOSPITAL), (centre, CENTRE)):
        for offer in offers:
            _offer(place, offer, on)
    for resource in Resource.objects.filter(institution=hospital, quantity__gte=5):
        services.set_quota(by=BY, resource_id=resource.id, institution_id=centre.id, quantity=2, on=on)
    _book(rng, town, centre, on)


def _offer(place: Institution, offer: tuple[ResourceKind, str, str, tuple[int, ...], int, bool, str], on: date) -> None:
    kind, title, department, weekdays, quantity, is_exclusive, item = offer
    begun = on - timedelta(days=_STAY_BEGAN) if kind == ResourceKind.ELDERLY_CARE_BED else on
    services.offer_resource(
        by=BY,
        plan=ResourcePlan(
            kind=kind,
            title=title,
            institution_id=place.id,
            recurrence=Recurrence(Pattern.WEEKLY, begun, weekdays=weekdays),
            item=item,
            begins_at=time(8),
            ends_at=time(11, 30),
            quantity=quantity,
            department=department,
            place="门诊楼",  # data, not for translation
            pool=Pool.EXCLUSIVE if is_exclusive else Pool.SHARED,
            on_holiday="keep" if weekdays == EVERY_DAY else "skip",
        ),
        on=begun,
    )


def _book(rng: random.Random, town: Township, centre: Institution, on: date) -> None:
    villages = [one.code for one in town.villages]
    residents = list(
        Resident.objects.filter(region_id__in=villages, status="living_here").order_by("archive_number")[:60]
    )
    rows = Slot.objects.filter(held_on__gt=on, held_on__lte=on + timedelta(days=10))
    slots = list(rows.exclude(resource__kind__in=BEDS).order_by("held_on", "id")[:_SLOTS])
    for slot in slots:
        for resident in rng.sample(residents, min(rng.randrange(4), len(residents))):
            try:
                services.take_slot(
                    by=BY, slot_id=slot.id, resident_id=resident.id, booker=Booker(centre.id), on=on, at=_at(on)
                )
            except LawBroken:
                continue  # elsewhere at the same time, or full: as in life


def fill_beds(town: Township, on: date) -> None:
    """Two residents who have lain in an elderly-care bed for weeks, where a subsidy is paid for it."""
    centre = Institution.objects.get(id=town.institution_id)
    _offer(centre, ELDERLY_CARE, on)
    begun = on - timedelta(days=_STAY_BEGAN)
    slot = Slot.objects.filter(resource__kind=ResourceKind.ELDERLY_CARE_BED, held_on=begun).first()
    villages = [one.code for one in town.villages]
    old = Resident.objects.filter(region_id__in=villages, status="living_here").order_by("birth_date", "archive_number")
    for resident in old[:2] if slot else ():
        stay = services.take_slot(
            by=BY,
            slot_id=slot.id,
            resident_id=resident.id,
            booker=Booker(centre.id),
            days=_STAY_DAYS,
            on=begun,
            at=_at(begun),
        )
        services.enter_slot(by=BY, booking_id=stay.id, state="came", on=begun)


def _at(on: date) -> datetime:
    return datetime.combine(on, time(9), clock.SHANGHAI)


def ask_examinations(town: Township, on: date) -> None:
    """Doctors of the town ask for examinations: a result of the hospital is used, one is repeated for a reason."""
    doctor = staff_of(town.institution_id, "gp")
    villages = [one.code for one in town.villages]
    results = SharedResult.objects.filter(resident__region_id__in=villages).order_by("-performed_on", "report_number")
    for number, result in enumerate(results[:6] if doctor else ()):
        asked = ExaminationRequest(
            resident_id=result.resident_id,
            item=result.item,
            submission_id=uuid5(SPACE, f"examination {number}"),
            purpose="长期处方前评估",  # data, not for translation
            uses=number % 2 == 0,
            reason="condition_changed",
        )
        care.ask_examination(by=doctor, asked=asked, on=on)


def shared_by(townships: Sequence[Township], insured: Township, size: str, on: date) -> None:
    """Resources of the county town, beds where the insurer pays for them."""
    share_resources(random.Random(f"sharing {size}-{on}"), townships[0], on)
    fill_beds(insured, on)
