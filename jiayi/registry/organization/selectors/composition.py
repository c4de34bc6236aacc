"""Whether a team's members are who its region's schemes ask for, and who may be asked to join."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookError, decide, find_value
from jiayi.registry.organization.models import Institution, Practitioner
from jiayi.registry.organization.permissions import TEAM_WRITE, holds_institution
from jiayi.registry.organization.selectors.regions import ancestor_codes
from jiayi.registry.organization.selectors.schemes import schemes_for
from jiayi.registry.organization.selectors.staff import active_on
from jiayi.registry.organization.terms import CODE_LENGTHS, InstitutionLevel, RegionLevel, TeamFacts

TEMPLATE = "team.template"
SIZE = "team.members_per_village"
LICENCES = "team.role_licences"
COUNTY_DIGITS = CODE_LENGTHS[RegionLevel.COUNTY]


@dataclass(frozen=True, slots=True)
class Seat:
    """A role in a team and the person who fills it, as far as the rule asks."""

    role: str
    roles: Sequence[str]
    qualifications: Sequence[str]


@dataclass(frozen=True, slots=True)
class Composition:
    """The decision on a team: `template` is the scheme that set it, "" where no scheme sets one."""

    template: str
    allowed: bool
    breaches: tuple[str, ...]
    missing: tuple[dict[str, Any], ...]
    reasons: tuple[dict[str, Any], ...]

    @property
    def broken(self) -> list[dict[str, Any]]:
        """The reasons that are breaches."""
        return [reason for reason in self.reasons if reason["code"] in self.breaches]


def composition_of(seats: Iterable[Seat], leader_role: str, region_code: str, on: date) -> Composition:
    """Decide on a team of these members in a region on a day: by the template and the size that schemes ask for.

    Where the schemes in force set neither, everything is allowed.
    """
    schemes = schemes_for(region_code, on)
    licences = licences_by_role(schemes, on)
    members = [{"role": seat.role, "qualified": is_qualified(seat, licences)} for seat in seats]
    size = decide("organization.team.size", on=on, schemes=schemes, facts={"members": len(members)})
    filled = _filled(members, leader_role, schemes, on)
    ruling = find_value(TEMPLATE, on, schemes) or find_value(SIZE, on, schemes)
    return Composition(
        template=ruling.scheme if ruling else "",
        allowed=filled["allowed"] and size["allowed"],
        breaches=(*filled["breaches"], *size["breaches"]),
        missing=tuple(filled["missing"]),
        reasons=(*filled["reasons"], *size["reasons"]),
    )


def _filled(members: list[dict[str, Any]], leader_role: str, schemes: Sequence[str], on: date) -> dict[str, Any]:
    """How the members fill the template; allowed where no scheme sets one."""
    facts = {"members": members, "leader_role": leader_role}
    try:
        return decide("organization.team.composition", on=on, schemes=schemes, facts=facts)
    except RulebookError as error:
        if error.code != "E_NO_VALUE":
            raise
        return {"allowed": True, "breaches": [], "missing": [], "reasons": []}


def composition_of_team(team: TeamFacts, on: date) -> Composition:
    """The same for a team as it stands."""
    leader = team.member(team.leader_id)
    seats = [Seat(member.role, member.roles, member.qualifications) for member in team.members]
    return composition_of(seats, leader.role if leader else "", team.region_code, on)


def licences_by_role(schemes: Sequence[str], on: date) -> dict[str, list[str]]:
    """The licences of which a role needs one; a role that is not named needs none."""
    found = find_value(LICENCES, on, schemes)
    return found.value if found else {}


def is_qualified(seat: Seat, licences: dict[str, list[str]]) -> bool:
    """Whether the person has the role and, where the role needs one, a licence for it."""
    needed = licences.get(seat.role)
    return seat.role in seat.roles and (needed is None or any(held in needed for held in seat.qualifications))


def member_candidates(viewer: Viewer, institution: Institution, on: date) -> QuerySet[Practitioner]:
    """Who may join a team of an institution: its own staff, and that of its region, parent and consortium."""
    if not holds_institution(viewer.scope(TEAM_WRITE), institution):
        return Practitioner.objects.none()
    return candidates_of(institution, on)


def candidates_of(institution: Institution, on: date) -> QuerySet[Practitioner]:
    """The active practitioners of an institution, of its region, parent and consortium, and of the county's level."""
    region = institution.region_id
    near = Q(institution_id=institution.id) | Q(institution__region__code__startswith=region)
    near |= Q(institution__region_id__in=ancestor_codes(region)) | Q(institution__parent_id=institution.id)
    near |= Q(institution__level=InstitutionLevel.COUNTY, institution__region__code__startswith=region[:COUNTY_DIGITS])
    if institution.parent_id:
        near |= Q(institution_id=institution.parent_id)
    if institution.consortium_id:
        near |= Q(institution__consortium_id=institution.consortium_id)
    found = Practitioner.objects.filter(near, active_on(on)).select_related("institution")
    return found.order_by("name_pinyin", "id")


def seats_of(chosen: Iterable[tuple[UUID, str]], people: dict[UUID, Practitioner]) -> list[Seat]:
    """Seats of chosen (practitioner, role) pairs."""
    return [Seat(role, people[person].roles, people[person].qualifications) for person, role in chosen]
