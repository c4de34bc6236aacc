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
from jiayi.registry.organization.selectors.teams import places_of
from jiayi.registry.organization.terms import CODE_LENGTHS, InstitutionLevel, RegionLevel, TeamFacts

RULING = ("team.template", "team.members_per_village", "team.tiers")  # the first that is set names the team's scheme
LICENCES = "team.role_licences"
COUNTY_DIGITS = CODE_LENGTHS[RegionLevel.COUNTY]


@dataclass(frozen=True, slots=True)
class Seat:
    """A role in a team and the person who fills it, as far as the rule asks."""

    role: str
    roles: Sequence[str]
    qualifications: Sequence[str]
    places: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """The decision on a team: `template` is the scheme that set it, "" where no scheme sets one; `reached` is the
    highest tier that the members make, None where no scheme says who makes up the tiers."""

    template: str
    allowed: bool
    breaches: tuple[str, ...]
    missing: tuple[dict[str, Any], ...]
    reasons: tuple[dict[str, Any], ...]
    reached: int | None = None

    @property
    def broken(self) -> list[dict[str, Any]]:
        """The reasons that are breaches."""
        return [reason for reason in self.reasons if reason["code"] in self.breaches]


def composition_of(
    seats: Iterable[Seat], leader_role: str, region_code: str, on: date, *, tier: int = 1, is_combined: bool = False
) -> Composition:
    """Decide on a team of these members in a region on a day: by the template, the size and the tier that schemes ask
    for, and as a team for combined contracts where it is to be one.

    Where the schemes in force set none of them, everything is allowed.
    """
    return _decided(seats, leader_role, schemes_for(region_code, on), on, tier=tier, is_combined=is_combined)


def _decided(
    seats: Iterable[Seat], leader_role: str, schemes: Sequence[str], on: date, *, tier: int, is_combined: bool
) -> Composition:
    licences = licences_by_role(schemes, on)
    placed = [
        {"role": seat.role, "qualified": is_qualified(seat, licences), "places": list(seat.places)} for seat in seats
    ]
    members = [{"role": member["role"], "qualified": member["qualified"]} for member in placed]
    outcomes = [
        _where_set("organization.team.composition", {"members": members, "leader_role": leader_role}, schemes, on),
        decide("organization.team.size", on=on, schemes=schemes, facts={"members": len(members)}),
        decide("organization.team.tier", on=on, schemes=schemes, facts={"tier": tier, "members": placed}),
    ]
    if is_combined:
        outcomes.append(_where_set("organization.team.combined", {"members": placed}, schemes, on))
    ruling = next((found for key in RULING if (found := find_value(key, on, schemes))), None)
    return Composition(
        template=ruling.scheme if ruling else "",
        allowed=all(outcome["allowed"] for outcome in outcomes),
        breaches=tuple(dict.fromkeys(code for outcome in outcomes for code in outcome["breaches"])),
        missing=tuple(entry for outcome in outcomes for entry in outcome.get("missing", ())),
        reasons=tuple(reason for outcome in outcomes for reason in outcome["reasons"]),
        reached=outcomes[2]["reached"],
    )


def _where_set(rule: str, facts: dict[str, Any], schemes: Sequence[str], on: date) -> dict[str, Any]:
    """What a rule decides; everything is allowed where no scheme sets its template."""
    try:
        return decide(rule, on=on, schemes=schemes, facts=facts)
    except RulebookError as error:
        if error.code != "E_NO_VALUE":
            raise
        return {"allowed": True, "breaches": [], "missing": [], "reasons": []}


def signs_combined(region_code: str, on: date) -> bool:
    """Whether a scheme in force says who makes up a team for combined contracts (S3-12)."""
    return find_value("team.combined_template", on, schemes_for(region_code, on)) is not None


def composition_of_team(team: TeamFacts, on: date) -> Composition:
    """The same for a team as it stands."""
    return composition_under(team, schemes_for(team.region_code, on), on)


def composition_under(team: TeamFacts, schemes: Sequence[str], on: date) -> Composition:
    """The same for a team as it stands, were these the schemes in force. No query."""
    leader = team.member(team.leader_id)
    seats = [Seat(member.role, member.roles, member.qualifications, member.places) for member in team.members]
    role = leader.role if leader else ""
    return _decided(seats, role, schemes, on, tier=team.tier, is_combined=team.is_combined)


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


def seats_of(chosen: Iterable[tuple[UUID, str]], people: dict[UUID, Practitioner], home: Institution) -> list[Seat]:
    """Seats of chosen (practitioner, role) pairs in a team of `home`."""
    pairs = ((people[person], role) for person, role in chosen)
    return [
        Seat(role, person.roles, person.qualifications, places_of(person.institution, home)) for person, role in pairs
    ]
