"""Care and medicine of a generated county, from a seed, for facts to be checked against twins."""

import random
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from jiayi.registry.people.models import Resident
from jiayi.service.care.models import Enrolment, Observation, Record
from jiayi.service.fulfilment.models import Standing

from .generated import NOON, TODAY

FORMS = ["hypertension-follow-up"] * 5 + ["diabetes-follow-up"] * 4 + ["health-check-up", "elderly-self-care"]
FORMS += ["tcm-constitution", "child-visit", "newborn-visit", "mental-follow-up"]


def make_generated_care(seed: int = 7) -> None:
    """Enrolments, records with what was measured, and judged agreements of everybody in the county."""
    rng = random.Random(seed)
    for resident in Resident.objects.order_by("name"):
        for programme in rng.sample(["hypertension", "diabetes", "mental_disorder", "elderly"], rng.randrange(0, 3)):
            _enrol(rng, resident, programme)
        for _record in range(rng.choice([0, 0, 1, 3, 6, 9])):
            _record_of(rng, resident)
        for agreement in resident.agreements.filter(state="active"):
            Standing.objects.create(agreement=agreement, is_effective=rng.random() < 0.6, services=1, judged_on=TODAY)


def _enrol(rng, resident, programme):
    since = TODAY - timedelta(days=rng.randrange(0, 900))
    closed = rng.choice([None, None, since + timedelta(days=rng.randrange(1, 500))])
    Enrolment.objects.create(
        resident=resident,
        region_id=resident.region_id,
        programme=programme,
        state="closed" if closed else "active",
        enrolled_on=since,
        closed_on=closed,
        close_reason="other" if closed else "",
    )


def _record_of(rng, resident):
    on = TODAY - timedelta(days=rng.randrange(0, 420))
    form = rng.choice(FORMS)
    mode = rng.choice(["home", "clinic", "phone"])
    record = Record.objects.create(
        resident=resident,
        region_id=resident.region_id,
        form=form,
        visit_on=on,
        mode=mode,
        evidence="A",
        state=rng.choice(["current"] * 6 + ["voided"]),
        counts=mode != "phone",
        submission_id=UUID(int=rng.getrandbits(128)),
        entered_on=on,
    )
    codes = {"hypertension-follow-up": ("systolic", "diastolic"), "diabetes-follow-up": ("fasting_glucose",)}
    for code in codes.get(form, ()):
        number = Decimal(rng.randrange(50, 90)) / 10 if code == "fasting_glucose" else Decimal(rng.randrange(70, 170))
        Observation.objects.create(
            resident=resident, code=code, number=number, at=NOON, source="record", record=record, is_voided=False
        )
