"""Visits, referrals, surveys, re-interviews, activities and promises of a generated county, from a seed."""

import random
from datetime import datetime, time, timedelta
from uuid import UUID

from jiayi.community.engagement.models import SurveyInvitation, SurveyRound
from jiayi.community.outreach.models import Activity, Attendance
from jiayi.foundation.base.clock import SHANGHAI
from jiayi.insight.assurance.models import InterviewCase, InterviewSample
from jiayi.registry.people.models import Resident
from jiayi.service.care.models import Observation, Record, RecordVersion
from jiayi.service.fulfilment.models import DoneService, Entitlement, LedgerEntry
from jiayi.service.insurance.models import InsuredVisit, VisitBatch
from jiayi.service.referral.models import Referral
from tests.registry.organization.factories import COUNTY, make_institution

from .generated import NOON, TODAY

PATHS = (
    ("submitted",),
    ("approval", "refused"),
    ("submitted", "accepted", "arrived", "in_treatment", "closed"),
    ("submitted", "accepted", "arrived", "return_proposed", "returned", "followed_up", "closed"),
    ("submitted", "cancelled"),
)
ITEMS = ["doctor_name", "team_contact"]


def make_generated_treatment(teams, seed: int = 11) -> None:
    """All of it, for everybody in the county by chance."""
    rng = random.Random(seed)
    hospital = make_institution(COUNTY, kind="county_hospital", level="county")
    batch = VisitBatch.objects.create(file_name="v.csv", entered_on=TODAY)
    survey = SurveyRound.objects.create(
        region_id=COUNTY, title="t", opens_on=TODAY - timedelta(days=500), closes_on=TODAY, seed="s", items=ITEMS
    )
    activities = [_activity(teams[0], state, days) for state, days in (("held", 10), ("planned", 5), ("held", 400))]
    sample = _sample(hospital)
    for number, resident in enumerate(Resident.objects.order_by("name")):
        for _visit in range(rng.choice([0, 0, 1, 3])):
            _insured_visit(rng, resident, batch)
        for _sent in range(rng.choice([0, 0, 0, 1, 2])):
            _referral(rng, resident, teams[0].institution, hospital)
        if rng.random() < 0.4:
            said = {"satisfaction": rng.choice(["very", "satisfied", "fair"]), "known": ITEMS[: rng.randrange(3)]}
            at = NOON - timedelta(days=rng.randrange(0, 480))
            SurveyInvitation.objects.create(round=survey, resident=resident, answered_at=at, **said)
        if rng.random() < 0.3:
            _interview(rng, resident, sample, teams[0], number)
        for activity in rng.sample(activities, rng.choice([0, 0, 1, 2])):
            Attendance.objects.create(activity=activity, resident=resident, entered_at=NOON)
        _records(rng, resident)


def _records(rng, resident):
    for agreement in resident.agreements.filter(state="active"):
        _promise(rng, agreement)
    if resident.group_memberships.filter(group="maternal").exists():
        _first_check(rng, resident)
    if rng.random() < 0.2:
        _treatment_of_tuberculosis(rng, resident)


def _insured_visit(rng, resident, batch):
    on = TODAY - timedelta(days=rng.randrange(0, 420))
    is_stay = rng.random() < 0.4
    level = rng.choice(["village", "township", "county", "city"])
    InsuredVisit.objects.create(
        resident=resident,
        region_id=resident.region_id,
        batch=batch,
        institution_name="某院",
        level=level,
        in_county=level != "city" and rng.random() < 0.9,
        kind="inpatient" if is_stay else "outpatient",
        visit_on=on,
        discharged_on=rng.choice([None, on, on + timedelta(days=7), on + timedelta(days=60)]) if is_stay else None,
        diagnosis=f"D{rng.getrandbits(40)}",
        amount_fen=100,
        drug_fen=rng.choice([None, 0, 38, 100]),
        referred=False,
    )


def _referral(rng, resident, centre, hospital):
    is_down, path = rng.random() < 0.3, rng.choice(PATHS)
    on = TODAY - timedelta(days=rng.randrange(0, 420))
    sender = hospital if is_down or rng.random() < 0.3 else centre
    made = Referral.objects.create(
        number=f"R{rng.getrandbits(48)}",
        resident=resident,
        region_id=resident.region_id,
        direction="down" if is_down else "up",
        urgency="elective",
        visit="inpatient",
        group=f"g{rng.getrandbits(32)}",
        from_institution=sender,
        to_name="某院",
        to_level="city",
        diagnosis="d",
        illness="i",
        consent=True,
    )
    for state in path:
        Referral.objects.filter(pk=made.pk).update(state=state)
    later = min(on + timedelta(days=20), TODAY)
    Referral.objects.filter(pk=made.pk).update(
        submitted_at=datetime.combine(on, time(1), SHANGHAI),
        return_on=later if "returned" in path else None,
        followed_up_on=later if "followed_up" in path else None,
        closed_on=later if path[-1] in ("closed", "cancelled", "refused") else None,
    )


def _sample(institution):
    return InterviewSample.objects.create(
        institution=institution,
        region_id=COUNTY,
        since_on=TODAY - timedelta(days=400),
        until_on=TODAY,
        services=1,
        size=1,
        seed=1,
        script="re-interview",
        rulebook_version="t",
        drawn_on=TODAY,
        submission_id=UUID(int=1),
    )


def _interview(rng, resident, sample, team, number):
    InterviewCase.objects.create(
        sample=sample,
        position=number,
        service_id=UUID(int=rng.getrandbits(128)),
        resident=resident,
        team=team,
        programme="p",
        mode="home",
        claimed_on=TODAY - timedelta(days=30),
        state="closed",
        taken_by_name="回访员",
        outcome=rng.choice(["match", "match", "partial", "mismatch", "refused", "unreachable"]),
        closed_on=TODAY - timedelta(days=rng.choice([0, 20, 400])),
    )


def _activity(team, state, days):
    return Activity.objects.create(
        kind="lecture",
        title="讲座",
        team=team,
        institution=team.institution,
        region_id=f"{COUNTY}100201",
        place="村委会",
        held_on=TODAY - timedelta(days=days),
        begins_at=time(9),
        ends_at=time(10),
        state=state,
    )


def _promise(rng, agreement):
    for item in ("a", "b"):
        promised = Entitlement.objects.create(
            agreement=agreement,
            promise_id=agreement.pk,
            resident_id=agreement.resident_id,
            item=item,
            year_starts_on=agreement.starts_on,
            starts_on=agreement.starts_on,
            ends_on=agreement.ends_on,
            quantity=rng.choice([1, 4]),
            is_withdrawn=rng.random() < 0.1,
        )
        for _time in range(rng.randrange(0, 3)):
            done = DoneService.objects.create(resident_id=agreement.resident_id, on=TODAY, mode="home", evidence="a")
            acts = rng.choice([["consume"], ["consume"], ["consume", "reverse"]])
            for act in acts:
                LedgerEntry.objects.create(
                    entitlement=promised, service=done, version=1, act=act, is_extra=False, evidence="a", on=TODAY
                )


def _first_check(rng, resident):
    """Before 13 weeks or later, with or without the handbook."""
    record = _record(resident, "antenatal-visit", TODAY - timedelta(days=rng.choice([250, 350])), rng)
    values = {"stage": rng.choice(["early", "early", "mid_1"]), "first_visit": True, "handbook": rng.random() < 0.8}
    RecordVersion.objects.create(record=record, number=1, values=values, rulebook_version="t", entered_at=NOON)


def _treatment_of_tuberculosis(rng, resident):
    record = _record(resident, "tuberculosis-follow-up", TODAY - timedelta(days=rng.choice([3, 500])), rng)
    if rng.random() < 0.7:
        Observation.objects.create(
            resident=resident,
            code="tuberculosis_taken_percent",
            number=rng.choice([80, 90, 97]),
            at=NOON,
            source="record",
            record=record,
        )


def _record(resident, form, on, rng):
    return Record.objects.create(
        resident=resident,
        region_id=resident.region_id,
        form=form,
        visit_on=on,
        mode="clinic",
        evidence="A",
        submission_id=UUID(int=rng.getrandbits(128)),
        entered_on=on,
    )
