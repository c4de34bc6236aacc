"""The demonstration county's institutions, staff, teams and areas, written by the same services that people use."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.organization import services
from jiayi.registry.organization.divisions import Division, read_divisions

from . import names

COUNTY = "420324"
DIVISIONS = Path(__file__).parent / "data" / f"divisions-{COUNTY}.csv"
BY = SystemViewer()
INSURED = "420324104"  # where the insurer's office signs referrals
# Townships that follow a document of their own beside the county's, so that every rule can be seen at work.
TOWNSHIP_SCHEMES = {
    "420324100": "urban-team",
    "420324101": "household-village",
    "420324102": "township-hospital",
    "420324103": "doctors-into-families",
    INSURED: "county-hospital",
}
# Where an expert of the county reviews health plans: the county town and one township more.
REVIEWED_IN = ("420324100", "420324104")
REVIEWING_SCHEME = "poverty-2017"
ADOPTED_ON = date(2018, 1, 1)
ONLINE = "公众号“竹溪健康（演示）”"
COUNTY_SCHEMES = ("zhuxi-2014", "county-2018", "kindergarten", "demo-insurance", "demo-infections", "demo-elderly")
_CENTRAL = ("420324100", "420324103", "420324106")
_KINDS = (
    ("county_hospital", "人民医院"),
    ("county_tcm_hospital", "中医医院"),
    ("maternal_child", "妇幼保健院"),
    ("disease_control", "疾病预防控制中心"),
)
_QUALIFICATIONS = {
    "gp": ["physician", "gp_training"],
    "responsible_doctor": ["physician", "gp_training"],
    "county_expert": ["physician"],
    "nurse": ["nurse"],
    "public_health": ["physician", "public_health"],
    "village_doctor": ["rural_doctor"],
    "pharmacist": ["pharmacist"],
    "mch_physician": ["physician", "maternal_child"],
    "mental_prevention_doctor": ["physician", "mental_health"],
    "tcm_physician": ["physician", "tcm"],
}
_DEVICES = (("service_kit", "家庭医生服务箱"), ("electrocardiograph", "便携心电图机"), ("tablet", "随访平板"))
_SPECIALITIES = ("高血压、糖尿病管理", "老年病", "中医适宜技术", "妇幼保健", "康复与慢阻肺", "儿童保健")


@dataclass
class Township:
    """A township with its centre, its teams (leader first among the doctors) and the doctors of each village."""

    code: str
    name: str
    villages: list[Division]
    institution_id: UUID
    planned_teams: int
    teams: list[UUID] = field(default_factory=list)
    doctors: dict[UUID, list[UUID]] = field(default_factory=dict)
    team_of_village: dict[str, UUID] = field(default_factory=dict)
    village_doctors: dict[str, list[UUID]] = field(default_factory=dict)


def build_county(rng: random.Random, on: date, team_counts: dict[str, int], doctors_per_village: int) -> list[Township]:
    """Divisions, schemes, institutions, staff, teams and areas; returns the townships in code order."""
    divisions = read_divisions(DIVISIONS)
    services.import_regions(by=BY, rows=divisions, on=on, source=DIVISIONS.name)
    _adopt(COUNTY, COUNTY_SCHEMES)
    for code in sorted({*TOWNSHIP_SCHEMES, *REVIEWED_IN}):
        wider = ("community-2018",) if code == INSURED else ()
        usual = (TOWNSHIP_SCHEMES[code],) if code in TOWNSHIP_SCHEMES else ()
        _adopt(code, (*wider, *usual, REVIEWING_SCHEME) if code in REVIEWED_IN else (*wider, *usual))
    hospitals, consortium = _county_level(rng, on)
    experts = _hire(rng, [(hospitals[0], "county_expert", "associate_senior")] * 6)
    return [
        _township(rng, division, divisions, consortium, experts, on, team_counts[division.code], doctors_per_village)
        for division in divisions
        if division.level == "township"
    ]


def _adopt(region_code: str, schemes: tuple[str, ...]) -> None:
    services.adopt_schemes(
        by=BY,
        region_code=region_code,
        schemes=schemes,
        starts_on=ADOPTED_ON,
        on=ADOPTED_ON,
        decided_by="县卫生健康局（演示）",
    )


def _county_level(rng: random.Random, on: date) -> tuple[list[UUID], UUID]:
    made = []
    for number, (kind, name) in enumerate(_KINDS, 1):
        fields = {"code": f"D{COUNTY}{number:04d}", "name": f"竹溪县{name}（演示）", "kind": kind, "level": "county"}
        made.append(services.create_institution(by=BY, region_code=COUNTY, fields=fields | _reach(rng), on=on).id)
    consortium = services.create_consortium(
        by=BY, name="竹溪县县域医共体（演示）", kind="county_community", lead_id=made[0]
    )
    roles = ("pharmacist", "mch_physician", "mental_prevention_doctor", "tcm_physician")
    _hire(rng, [(made[number % 3], role, "intermediate") for number, role in enumerate(roles)])
    return made, consortium.id


def _reach(rng: random.Random) -> dict[str, str]:
    number = f"0719-2{rng.randrange(100_000, 999_999)}"
    return {
        "phone": number,
        "hotline": number,
        "hours": "周一至周日 8:00—17:30",
        "address": "演示地址",
        "online": ONLINE,
    }


def _township(
    rng: random.Random,
    division: Division,
    divisions: Sequence[Division],
    consortium: UUID,
    experts: Sequence[UUID],
    on: date,
    team_count: int,
    doctors_per_village: int,
) -> Township:
    central = division.code in _CENTRAL
    fields = {
        "code": f"D{division.code}",
        "name": f"{division.name}{'中心' if central else ''}卫生院（演示）",
        "kind": "central_township_centre" if central else "township_centre",
        "level": "township",
        "consortium_id": consortium,
    }
    centre = services.create_institution(by=BY, region_code=division.code, fields=fields | _reach(rng), on=on)
    villages = [one for one in divisions if one.parent == division.code]
    township = Township(division.code, division.name, villages, centre.id, team_count)
    _staff_villages(rng, township, doctors_per_village, on)
    founded = date(on.year - 4, 1, 1)
    for number in range(team_count):
        _team(rng, township, number, rng.choice(experts), founded)
    roles = ("pharmacist", "nurse", "tcm_physician")
    _hire(rng, [(centre.id, role, ("junior", "intermediate")[number % 2]) for number, role in enumerate(roles)])
    _areas(township, founded)
    _equip(rng, township, on)
    return township


def _staff_villages(rng: random.Random, township: Township, doctors: int, on: date) -> None:
    """A clinic in each village with its doctors."""
    clinics = services.create_institutions(
        by=BY, institutions=[_clinic(rng, village, township.institution_id) for village in township.villages], on=on
    )
    posts = [(clinic.id, "village_doctor", "junior") for clinic in clinics for _ in range(doctors)]
    hired = _hire(rng, posts, kind="township_for_village")
    for number, village in enumerate(township.villages):
        township.village_doctors[village.code] = hired[number * doctors : (number + 1) * doctors]


def _clinic(rng: random.Random, village: Division, centre: UUID) -> services.NewInstitution:
    short = village.name.removesuffix("居民委员会").removesuffix("村民委员会").removesuffix("村委会")
    fields = {
        "code": f"D{village.code}",
        "name": f"{short}卫生室（演示）",
        "kind": "village_clinic",
        "level": "village",
        "parent_id": centre,
    }
    return services.NewInstitution(village.code, fields | _reach(rng))


def _hire(rng: random.Random, posts: Sequence[tuple[UUID, str, str]], kind: str = "established") -> list[UUID]:
    """Practitioners for (institution, role, title) each."""
    staff = [(institution, _person(rng, role, title, kind)) for institution, role, title in posts]
    return [one.id for one in services.create_practitioners(by=BY, staff=staff)]


def _person(rng: random.Random, role: str, title: str, kind: str) -> dict[str, Any]:
    sex = rng.choice(("male", "female"))
    return {
        "name": names.full_name(rng, sex),
        "sex": sex,
        "phone": f"0719-2{rng.randrange(100_000, 999_999)}",
        "roles": [role],
        "title": title,
        "qualifications": _QUALIFICATIONS[role],
        "employment_kind": kind,
        "speciality": rng.choice(_SPECIALITIES),
        "education": rng.choice(("大专", "本科", "中专")),
        "joined_on": date(rng.randrange(1995, 2020), rng.randrange(1, 13), 1),
    }


def _team(rng: random.Random, township: Township, number: int, expert: UUID, founded: date) -> None:
    roles = ("gp", "responsible_doctor", "nurse", "public_health", "public_health")
    hired = _hire(rng, [(township.institution_id, role, "intermediate") for role in roles])
    members = list(zip(hired, roles, strict=True))
    doctors = [members[0][0], members[1][0]]
    members.append((expert, "county_expert"))
    # Teams beyond the number of villages serve without an area of their own.
    served = township.villages[number :: township.planned_teams]
    for village in served:
        for doctor in township.village_doctors[village.code]:
            members.append((doctor, "village_doctor"))
            doctors.append(doctor)
    team = services.form_team(
        by=BY,
        institution_id=township.institution_id,
        name=f"{township.name[:-1]}家庭医生第{number + 1}团队",
        members=members,
        leader_id=members[0][0],
        founded_on=founded,
        phone=f"0719-2{rng.randrange(100_000, 999_999)}",
    )
    township.teams.append(team.id)
    township.doctors[team.id] = doctors
    township.team_of_village |= {village.code: team.id for village in served}


def _areas(township: Township, starts_on: date) -> None:
    areas = [
        services.NewArea(
            township.team_of_village[village.code], [village.code], township.village_doctors[village.code][0]
        )
        for village in township.villages
    ]
    services.divide_among_teams(by=BY, institution_id=township.institution_id, areas=areas, starts_on=starts_on)


def _equip(rng: random.Random, township: Township, on: date) -> None:
    for kind, name in _DEVICES:
        fields = {
            "kind": kind,
            "name": name,
            "serial_number": f"S{township.code[-3:]}{rng.randrange(1000, 9999)}",
            "acquired_on": on - timedelta(days=rng.randrange(100, 1500)),
        }
        services.register_device(by=BY, institution_id=township.institution_id, fields=fields)
