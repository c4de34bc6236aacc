"""A county of residents and agreements of every kind, generated from a seed, for SQL to be checked against twins."""

import random
from datetime import UTC, date, datetime, timedelta

from jiayi.registry.people.models import Departure, GroupMembership, Household, Resident, StayElsewhere
from jiayi.service.agreements.models import Agreement, AgreementPaper, Refusal
from tests.registry.organization.factories import COUNTY, make_adoption, make_county, make_team

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
VILLAGES = [f"{COUNTY}{township}{village}" for township in (100, 101) for village in (201, 202)]
RECORDED = [
    "hypertension",
    "diabetes",
    "disabled",
    "maternal",
    "lonely_elderly",
    "elderly",
    "copd",
    "poverty",
    "low_income",
]


def make_generated_county(seed: int = 20261122, people: int = 160):
    """Two townships under different schemes; answers the two teams."""
    make_county(townships=2, villages=2)
    make_adoption(f"{COUNTY}100", "urban-team")
    make_adoption(f"{COUNTY}101", "household-village", starts_on=date(2026, 6, 1))
    make_adoption(COUNTY, "county-2018", "shandong-2022", "severe-chronic-poor")
    rng = random.Random(seed)
    teams = [make_team(), make_team()]
    for number in range(people):
        _make_person(rng, number, teams)
    return teams


def _make_person(rng, number, teams):
    born = rng.choice(
        [
            TODAY - timedelta(days=rng.randrange(0, 33000)),
            date(TODAY.year - rng.choice([7, 55, 65]), 11, rng.choice([21, 22, 23])),
            date(2023, 10, rng.choice([21, 22, 23])),
            date(1972, 2, 29),
        ]
    )
    status = rng.choice(["living_here"] * 8 + ["died", "moved_away"])
    resident = Resident.objects.create(
        name=f"居民{number}",
        name_key=f"居民{number}",
        name_pinyin=f"ju min {number % 7}",
        sex="male",
        birth_date=born,
        region_id=rng.choice(VILLAGES),
        status=status,
        status_on=None if status == "living_here" else TODAY - timedelta(days=rng.choice([0, 10, 500])),
        resident_since=rng.choice([None, date(2015, 3, 1), TODAY - timedelta(days=100), TODAY + timedelta(days=5)]),
        household=_household(rng, number),
        archive_number=f"{number:017d}" if rng.random() < 0.7 else None,
    )
    for group in rng.sample(RECORDED, rng.randrange(0, 4)):
        since = TODAY - timedelta(days=rng.randrange(0, 800))
        GroupMembership.objects.create(
            resident=resident,
            group=group,
            since=since,
            until=rng.choice([None, since + timedelta(days=300)]),
            delivered_on=TODAY - timedelta(days=rng.choice([41, 42, 43])) if group == "maternal" else None,
        )
    if rng.random() < 0.25:
        left = TODAY - timedelta(days=rng.randrange(0, 700))
        StayElsewhere.objects.create(
            resident=resident, since=left, until=rng.choice([None, left + timedelta(days=200)]), reason="work"
        )
    for _move in range(rng.choice([0, 0, 0, 1, 2])):
        Departure.objects.create(
            resident=resident,
            kind="living_here",
            on=TODAY - timedelta(days=rng.choice([-5, 0, 30, 364, 365, 366])),
            from_region=rng.choice(VILLAGES),
            to_region=resident.region_id,
            undone_at=rng.choice([None, None, NOON]),
        )
    for _agreement in range(rng.choice([0, 0, 1, 1, 2, 3])):
        _make_agreement(rng, resident, rng.choice(teams))
    if rng.random() < 0.3:
        asked = TODAY - timedelta(days=rng.randrange(0, 600))
        back = rng.choice([None, asked + timedelta(days=20)])
        Refusal.objects.create(resident=resident, refused_on=asked, withdrawn_on=back, reason="other")


def _household(rng, number):
    if rng.random() < 0.2:
        return None
    place = VILLAGES[number % len(VILLAGES)]
    return Household.objects.get_or_create(number=f"{place}{rng.randrange(12):05d}", defaults={"region_id": place})[0]


def _make_agreement(rng, resident, team):
    starts = TODAY - timedelta(days=rng.choice([0, 100, 364, 365, 366, 500, 700, 729, 730, 731, 740]))
    ends = starts + timedelta(days=364)
    state = rng.choice(["active"] * 6 + ["void", "suspended", "draft", "renewed", "expired", "changed", "terminated"])
    running = ("active", "suspended")
    if state in running and resident.agreements.filter(state__in=running).exclude(kind="supplementary").exists():
        state = "expired"
    count = resident.agreements.count()
    paper = AgreementPaper.objects.create(
        number=f"T{resident.pk.hex[-8:]}-{count}",
        unit="person",
        signed_on=starts,
        signer=resident,
        signer_capacity="self",
        verification_code=f"{resident.pk.hex[:-1]}{count}",
    )
    reasons = ["own_wish", "death", "moved_away", "unreachable_one_year", "entry_error", "merger"]
    is_over = state == "terminated"
    Agreement.objects.create(
        paper=paper,
        resident=resident,
        kind=rng.choice(["first"] * 5 + ["supplementary"]),
        state=state,
        party="team",
        team=team,
        institution=team.institution,
        responsible_person=team.leader,
        contact_person=team.leader,
        region_id=resident.region_id,
        groups=rng.sample(RECORDED, rng.randrange(0, 4)),
        signed_on=starts - timedelta(days=rng.choice([0, 0, 20])),
        starts_on=starts,
        ends_on=ends,
        ended_on=starts + timedelta(days=50) if is_over else None if state in (*running, "draft") else ends,
        suspended_on=starts if state == "suspended" else None,
        suspension_reason="away" if state == "suspended" else "",
        end_reason=rng.choice(reasons) if is_over else "",
        is_silent=rng.random() < 0.2,
        objected_on=rng.choice([None, None, None, starts + timedelta(days=340)]),
        rulebook_version="t",
    )
