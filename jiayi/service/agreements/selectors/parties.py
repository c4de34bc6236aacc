"""Who stands on the team's side of a paper: the responsible person, the contact, the assistant."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.rulebook import find_value
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import CODE_LENGTHS, MemberFacts, RegionLevel, TeamFacts
from jiayi.service.agreements.decisions.signing import OWN_TOWNSHIP, PRIORITY_AREA
from jiayi.service.agreements.terms import SigningRequest


@dataclass(frozen=True)
class Parties:
    """The team with its responsible person (a member), the contact's id and the role the doctor signs in."""

    team: TeamFacts
    doctor: MemberFacts
    doctor_role: str
    contact_id: UUID
    in_area: bool


def parties_of(request: SigningRequest, team: TeamFacts, region_code: str, schemes: Sequence[str]) -> Parties:
    """The named persons, or the usual ones (see _usual_doctor); BadShape where one is no member of the team."""
    area = organization.area_of(region_code, request.signed_on)
    in_area = area is not None and area.team_id == team.id
    signers = _signer_roles(request, schemes)
    local = team.member(area.responsible_person_id) if area and in_area else None
    if request.responsible_person_id:
        doctor = _member(team, request.responsible_person_id)
    else:
        doctor = _usual_doctor(team, local, signers, first_responsible_role(request.signed_on, schemes))
    contact = request.contact_person_id or (local or doctor).practitioner_id
    return Parties(
        team=team,
        doctor=doctor,
        doctor_role=_role(team, doctor, signers),
        contact_id=_member(team, contact).practitioner_id,
        in_area=_in_reach(team, region_code, request.signed_on, schemes, is_own=area is None or in_area),
    )


def _in_reach(team: TeamFacts, region_code: str, on: dt.date, schemes: Sequence[str], *, is_own: bool) -> bool:
    """Whether the team is there for residents of the region: of its own area, or of its township where the scheme
    makes the township the area of the service (S4-71)."""
    area = find_value(PRIORITY_AREA, on, schemes)
    if area is None or area.value != OWN_TOWNSHIP:
        return is_own
    digits = CODE_LENGTHS[RegionLevel.TOWNSHIP]
    return team.region_code[:digits] == region_code[:digits]


def first_responsible_role(on: dt.date, schemes: Sequence[str]) -> str:
    """The role of who is first responsible where a scheme names one (S2.6-09: the village doctor), else ""."""
    found = find_value("agreement.first_responsible_role", on, schemes)
    return found.value if found else ""


def _usual_doctor(team: TeamFacts, local: MemberFacts | None, signers: set[str], first: str) -> MemberFacts:
    """Who answers for the village where such a person may sign, of the role that is first responsible; a member of
    that role; whoever else answers for the village and may sign; the leader."""
    able = local if local and _roles_of(team, local) & signers else None
    if first in signers and (able is None or first not in _roles_of(team, able)):
        able = next((one for one in team.members if one.role == first), able)
    return able or _leader(team)


def _signer_roles(request: SigningRequest, schemes: Sequence[str]) -> set[str]:
    found = find_value("agreement.signer_roles", request.signed_on, schemes)
    return set(found.value) if found else set()


def _member(team: TeamFacts, practitioner_id: UUID) -> MemberFacts:
    member = team.member(practitioner_id)
    if member is None:
        raise misshapen("E_NOT_A_TEAM_MEMBER")
    return member


def _leader(team: TeamFacts) -> MemberFacts:
    leader = team.member(team.leader_id)
    if leader is None:
        raise misshapen("E_TEAM_WITHOUT_LEADER")
    return leader


def _roles_of(team: TeamFacts, member: MemberFacts) -> set[str]:
    in_team = {row.role for row in team.members if row.practitioner_id == member.practitioner_id}
    return in_team | set(member.roles)


def _role(team: TeamFacts, member: MemberFacts, signers: set[str]) -> str:
    """The role in the team if the scheme lets it sign, else another of the person's roles that it does."""
    able = sorted(_roles_of(team, member) & signers)
    return member.role if member.role in signers or not able else able[0]
