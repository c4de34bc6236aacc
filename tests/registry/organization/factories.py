"""Ready-made regions, institutions, staff, teams and areas for tests: plain functions with sensible defaults."""

import itertools
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.viewer import Scope
from jiayi.foundation.core.pinyin import name_initials, name_pinyin, text_initials
from jiayi.registry.organization.models import (
    Adoption,
    Area,
    Building,
    Consortium,
    Device,
    Institution,
    Practitioner,
    Region,
    Responsibility,
    Team,
    TeamMember,
)

LONG_AGO = date(2020, 1, 1)
COUNTY = "420324"
_numbers = itertools.count(1)
_LICENCES = {"nurse": ["nurse"], "village_doctor": ["rural_doctor"], "pharmacist": ["pharmacist"], "public_health": []}
_LEVELS = {2: "province", 4: "city", 6: "county", 9: "township", 12: "village"}
_PARENT_LENGTHS = {4: 2, 6: 4, 9: 6, 12: 9}


@dataclass(frozen=True)
class StandIn:
    """A viewer with given scopes by permission, for tests below the access room."""

    scopes: dict[str, Scope] = field(default_factory=dict)
    actor_id: UUID | None = field(default_factory=new_id)
    actor_name: str = "测试员"
    practitioner_id: UUID | None = None

    def can(self, permission: str, region: str | None = None) -> bool:
        scope = self.scope(permission)
        return not scope.is_empty if region is None else scope.holds_region(region)

    def scope(self, permission: str) -> Scope:
        return self.scopes.get(permission, Scope())


def make_viewer(
    *permissions: str,
    regions: tuple[str, ...] = (),
    institutions: tuple[UUID, ...] = (),
    practitioner_id: UUID | None = None,
) -> StandIn:
    """A member of staff, who reads teams, and holds each permission over these regions and at these institutions."""
    scope = Scope(region_prefixes=regions, institution_ids=institutions)
    reads = {"team_read": Scope(region_prefixes=(COUNTY,))}
    return StandIn(reads | dict.fromkeys(permissions, scope), practitioner_id=practitioner_id)


def make_region(code: str, name: str = "", *, population: int | None = None) -> Region:
    """A region and, where they lack, the regions above it."""
    length = _PARENT_LENGTHS.get(len(code))
    parent = make_region(code[:length]) if length else None
    name = name or f"{code}区"
    region, created = Region.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "name_initials": text_initials(name),
            "level": _LEVELS[len(code)],
            "parent": parent,
            "population": population,
        },
    )
    return region


def make_county(code: str = COUNTY, *, townships: int = 1, villages: int = 3, population: int | None = 1200) -> Region:
    """A county with townships 100, 101 … of villages 201, 202 …; the province and city above it too."""
    county = make_region(code, f"测试县{code[-2:]}")
    for township in range(100, 100 + townships):
        make_region(f"{code}{township}", f"第{township}镇")
        for village in range(201, 201 + villages):
            make_region(f"{code}{township}{village}", f"第{village}村村委会", population=population)
    return county


def make_building(region: Region | str, name: str = "1号楼", *, population: int | None = 300) -> Building:
    """A building of a village."""
    return Building.objects.create(region_id=getattr(region, "code", region), name=name, population=population)


def make_institution(
    region: Region | str = f"{COUNTY}100", *, kind: str = "township_centre", level: str = "township", **fields
) -> Institution:
    """An institution in a region (made where it lacks); the name and code are unique unless given."""
    region = make_region(region) if isinstance(region, str) else region
    number = next(_numbers)
    fields = {"code": f"J{number:08d}", "name": f"第{number}卫生院"} | fields
    return Institution.objects.create(region=region, kind=kind, level=level, **fields)


def make_consortium(*members: Institution, **fields) -> Consortium:
    """A county medical community of these institutions."""
    made = Consortium.objects.create(**({"name": f"第{next(_numbers)}医共体", "kind": "county_community"} | fields))
    Institution.objects.filter(id__in=[member.id for member in members]).update(consortium=made)
    return made


def make_practitioner(institution: Institution | None = None, *roles: str, name: str = "", **fields) -> Practitioner:
    """A practitioner with these roles (a GP when none is given), at an institution of its own when none is given."""
    number = next(_numbers)
    name = name or f"测试{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}"
    fields = {
        "title": "intermediate",
        "employment_kind": "established",
        "joined_on": LONG_AGO,
        "qualifications": _LICENCES.get(roles[0] if roles else "gp", ["physician"]),
    } | fields
    return Practitioner.objects.create(
        name=name,
        name_pinyin=name_pinyin(name),
        name_initials=name_initials(name),
        institution=institution or make_institution(),
        roles=list(roles) or ["gp"],
        **fields,
    )


def make_team(
    institution: Institution | None = None,
    *,
    roles: tuple[str, ...] = ("gp", "nurse", "public_health"),
    leader: Practitioner | None = None,
    starts_on: date = LONG_AGO,
    **fields,
) -> Team:
    """A team with one new member for each role; the first leads, unless a leader is given (added as a member)."""
    institution = institution or (leader.institution if leader else make_institution())
    members = [(make_practitioner(institution, role), role) for role in roles]
    if leader:
        members.insert(0, (leader, leader.roles[0]))
    fields = {"name": f"第{next(_numbers)}团队", "template": "urban-team", "phone": "0719-2720000"} | fields
    team = Team.objects.create(institution=institution, leader=members[0][0], founded_on=starts_on, **fields)
    for practitioner, role in members:
        make_member(team, practitioner, role, starts_on=starts_on)
    return team


def make_member(team: Team, practitioner: Practitioner, role: str = "", *, starts_on: date = LONG_AGO) -> TeamMember:
    """A membership without an end."""
    return TeamMember.objects.create(
        team=team, practitioner=practitioner, role=role or practitioner.roles[0], starts_on=starts_on
    )


def make_area(
    team: Team,
    region: Region | str,
    *,
    building: Building | None = None,
    responsible_person: Practitioner | None = None,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> Area:
    """A village (or a building of it) as the team's area; its leader answers for it unless told otherwise."""
    return Area.objects.create(
        institution=team.institution,
        region=make_region(region) if isinstance(region, str) else region,
        building=building,
        team=team,
        responsible_person=responsible_person or team.leader,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def make_responsibility(
    region: Region | str, step: str, practitioner: Practitioner, *, starts_on: date = LONG_AGO
) -> Responsibility:
    """Who answers for a region on one step of the grid, without an end."""
    region = make_region(region) if isinstance(region, str) else region
    return Responsibility.objects.create(region=region, step=step, practitioner=practitioner, starts_on=starts_on)


def make_device(institution: Institution, kind: str = "service_kit", **fields) -> Device:
    """A device in store at an institution."""
    fields = {"name": f"设备{next(_numbers)}", "status": "in_store"} | fields
    return Device.objects.create(institution=institution, kind=kind, **fields)


def make_adoption(region: Region | str, *schemes: str, starts_on: date = LONG_AGO, ends_on: date | None = None) -> None:
    """The adoption of schemes by a region, in this order, from a day."""
    region = make_region(region) if isinstance(region, str) else region
    for position, scheme in enumerate(schemes):
        Adoption.objects.create(region=region, scheme=scheme, position=position, starts_on=starts_on, ends_on=ends_on)
