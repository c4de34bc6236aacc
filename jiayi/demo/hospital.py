"""Insured visits of the year, and a survey that was answered; what is known of them beforehand goes to the truth."""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from jiayi.community.engagement.models import SurveyInvitation, SurveyRound
from jiayi.community.engagement.terms import SATISFIED, Satisfaction
from jiayi.foundation.base import clock
from jiayi.registry.organization.models import Institution
from jiayi.service.insurance.models import InsuredVisit, VisitBatch

from .county import COUNTY, Township
from .known_rates import KnownRates
from .residents import Person

CHUNK, ASKED = 2_000, 200
ITEMS = ["doctor_name", "institution_address", "team_contact", "service_content"]
# How many of each size's residents are asked for: of ten, those with visits.
OF_TEN = {"small": 5, "medium": 5, "large": 1}
# Of a hundred visits, how many go where; what they cost in yuan, outpatient and inpatient (0: no beds).
_WHERE = {
    "village": (30, 35, 0),
    "township": (35, 90, 1_800),
    "county": (25, 220, 5_200),
    "city": (10, 380, 11_000),
}
_DIAGNOSES = ("高血压", "2型糖尿病", "上呼吸道感染", "腰痛", "慢性支气管炎", "冠心病", "胃炎")  # data
_FOLLOWED = frozenset({"hypertension", "diabetes"})  # their follow-ups say what became of them: none is admitted
_CITY, _CLINIC = "十堰市太和医院（演示）", "村卫生室"  # data


class Hospital:
    """Writes visits as the insurer's file would bring them."""

    def __init__(self, rng: random.Random, townships: Sequence[Township], known: KnownRates, on: date) -> None:
        self._rng, self._known, self._on = rng, known, on
        self._centres = {town.code: town.institution_id for town in townships}
        county = Institution.objects.filter(level="county", kind="county_hospital").order_by("code").first()
        self._county_id = county.id if county else None
        self._names = dict(Institution.objects.values_list("id", "name"))

    def write(self, households: Iterable[list[Person]], of_ten: int) -> int:
        """Some visits of so many of ten residents; how many there were."""
        batch = VisitBatch.objects.create(file_name="医保就诊（演示）.xlsx", entered_on=self._on)
        rows = (row for members in households for person in members for row in self._visits_of(person, batch, of_ten))
        count = 0
        while chunk := list(islice(rows, CHUNK)):
            InsuredVisit.objects.bulk_create(chunk)
            count += len(chunk)
        VisitBatch.objects.filter(pk=batch.pk).update(counts={"rows": count, "added": count})
        return count

    def _visits_of(self, person: Person, batch: VisitBatch, of_ten: int) -> Iterator[InsuredVisit]:
        if self._rng.randrange(10) >= of_ten:
            return
        for number in range(self._rng.choice((1, 1, 2, 3))):
            yield self._visit(person, batch, number)

    def _visit(self, person: Person, batch: VisitBatch, number: int) -> InsuredVisit:
        level = self._rng.choices(list(_WHERE), [share for share, *_costs in _WHERE.values()])[0]
        _share, clinic, ward = _WHERE[level]
        first = max(self._on.replace(month=1, day=1), person.birth_date)
        on = first + timedelta(days=self._rng.randrange((self._on - first).days + 1))
        may_stay = ward and _FOLLOWED.isdisjoint(person.groups)
        days = self._rng.randrange(3, 12) if may_stay and self._rng.random() < 0.3 else 0
        left = on + timedelta(days=days) if days and on + timedelta(days=days) <= self._on else None
        institution = {"township": self._centres.get(person.village[:9]), "county": self._county_id}.get(level)
        self._note(person, level, days if left else 0)
        cost = int(Decimal(ward if days else clinic) * self._rng.randrange(60, 180)) + number
        drugs = cost * (25 + cost % 27) // 100
        if level != "city":
            self._known.add("drug-revenue-share", person.village, drugs, cost)
        return InsuredVisit(
            resident_id=person.id,
            region_id=person.village,
            batch=batch,
            institution_id=institution,
            institution_name=self._names[institution] if institution else _CITY if level == "city" else _CLINIC,
            level=level,
            in_county=level != "city",
            kind="inpatient" if days else "outpatient",
            visit_on=on,
            discharged_on=left,
            diagnosis=self._rng.choice(_DIAGNOSES),
            amount_fen=cost,
            drug_fen=drugs,
            referred=level in ("county", "city") and self._rng.random() < 0.5,
        )

    def _note(self, person: Person, level: str, stay: int) -> None:
        in_county = level != "city"
        self._known.add("in-county-visits", person.village, int(in_county), 1)
        self._known.add("referral-rate", person.village, 0, 1)
        if stay and level in ("county", "city"):
            self._known.add("down-referral-rate", person.village, 0, 1)
        if stay and level == "county":
            self._known.add("hospital-up-referral", person.village, 0, 1)
        if in_county:
            self._known.add("primary-visit-share", person.village, int(level in ("village", "township")), 1)
        if stay and in_county:
            self._known.add("average-stay", person.village, stay, 1)


def write_survey(
    rng: random.Random, households: Iterable[list[Person]], residents: int, known: KnownRates, on: date
) -> None:
    """A survey of last month: two of three answered, nine of ten of these are satisfied."""
    began = on - timedelta(days=30)
    survey = SurveyRound.objects.create(
        region_id=COUNTY,
        title=f"{on.year}年签约居民满意度和知晓率调查",  # data
        opens_on=began,
        closes_on=began + timedelta(days=14),
        seed=f"{on}",
        items=ITEMS,
    )
    asked = (person for members in households for person in members if rng.random() < ASKED / residents)
    invitations = [
        SurveyInvitation(round=survey, resident_id=person.id, **_said(rng, person, began, known)) for person in asked
    ]
    SurveyInvitation.objects.bulk_create(invitations)


def _said(rng: random.Random, person: Person, began: date, known: KnownRates) -> dict[str, Any]:
    if rng.random() > 0.66:
        return {}
    answer = rng.choices(list(Satisfaction), (45, 45, 7, 3))[0]
    items = ITEMS if rng.random() < 0.8 else ITEMS[: rng.randrange(4)]
    known.add("satisfaction", person.village, int(answer in SATISFIED), 1)
    known.add("awareness", person.village, int(items == ITEMS), 1)
    at = datetime.combine(began + timedelta(days=rng.randrange(14)), time(10), clock.SHANGHAI)
    return {"satisfaction": answer, "known": items, "answered_at": at}
