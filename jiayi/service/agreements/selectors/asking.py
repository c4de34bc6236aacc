"""Whether a request can be judged at all, who may ask it, and whom it means."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.foundation.ui.refusals import misshapen
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import TeamFacts
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentStatus
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Agreement, Refusal
from jiayi.service.agreements.terms import (
    IN_FORCE,
    Channel,
    DocumentShown,
    Kind,
    Party,
    SignerCapacity,
    SigningRequest,
    SignWay,
    Unit,
)

_CODES = {
    "kind": Kind,
    "unit": Unit,
    "party": Party,
    "channel": Channel,
    "signer_capacity": SignerCapacity,
    "document_shown": DocumentShown,
    "sign_way": SignWay,
}
_MAY_BE_EMPTY = ("signer_capacity", "document_shown", "sign_way")
_AS_LISTED = {"document_shown": "agreement.documents_shown", "sign_way": "agreement.sign_ways"}


@dataclass(frozen=True)
class Asked:
    """Whom a request means: the team, residents in one order for all, their household, the assistant who acts."""

    team: TeamFacts
    resident_ids: tuple[UUID, ...]
    household_id: UUID | None
    assistant_id: UUID | None
    guardians: dict[UUID, UUID]  # on record, by resident


def asked_by(viewer: Viewer, request: SigningRequest, *, on: dt.date) -> Asked:
    """BadShape for a request that cannot be judged, NotVisible where team or residents are out of reach."""
    _check_shape(request, on)
    team = organization.team_facts(request.team_id, request.signed_on)
    if team is None:
        raise NotVisible
    if not team.is_open_on(request.signed_on):
        raise misshapen("E_TEAM_NOT_OPEN")
    assistant_id = _assistant(viewer, request, team)
    _check_lateness(request, team.region_code, on)
    _check_lists(request, team.region_code)
    household_id, resident_ids = _residents(viewer, request)
    for named in (request.guardian_id, request.signer_id):
        if named:
            people.resident_for(viewer, named)
    guardians = _guardians(viewer, resident_ids)
    return Asked(team, tuple(sorted(resident_ids)), household_id, assistant_id, guardians)


def _check_shape(request: SigningRequest, on: dt.date) -> None:
    for name, codes in _CODES.items():
        value = getattr(request, name)
        if value not in set(codes) and not (value == "" and name in _MAY_BE_EMPTY):
            raise misshapen("E_CODE_UNKNOWN", name)
    if request.signed_on > on:
        raise misshapen("E_SIGNED_IN_FUTURE")
    if request.keeps_term and not request.is_replacement:
        raise misshapen("E_NOTHING_TO_REPLACE")
    if request.kind == Kind.SUPPLEMENTARY and request.is_replacement:
        raise misshapen("E_NOTHING_TO_REPLACE")


def _check_lateness(request: SigningRequest, region_code: str, on: dt.date) -> None:
    """An entry long after signing says why; how long is long is the scheme's."""
    schemes = organization.schemes_for(region_code, request.signed_on)
    limit = find_value("agreement.late_entry_days", request.signed_on, schemes)
    if limit and (on - request.signed_on).days > limit.value and not request.late_reason.strip():
        raise misshapen("E_LATE_REASON_REQUIRED", "late_reason", limit=limit.value)


def _check_lists(request: SigningRequest, region_code: str) -> None:
    """Where a scheme lists the documents and ways of signing (S2.7-20, S2.7-05), no other one is recorded."""
    for name, codes in listed_codes(
        organization.schemes_for(region_code, request.signed_on), request.signed_on
    ).items():
        if (value := getattr(request, name)) and value not in codes:
            raise misshapen("E_NOT_LISTED", name)


def listed_codes(schemes: Sequence[str], on: dt.date) -> dict[str, list[str]]:
    """By field of a request, the codes that a scheme in force lists; fields that none lists are left out."""
    found = {name: find_value(key, on, schemes) for name, key in _AS_LISTED.items()}
    return {name: value.value for name, value in found.items() if value}


def _assistant(viewer: Viewer, request: SigningRequest, team: TeamFacts) -> UUID | None:
    """Who acts for the doctor; one who may only assist must be of the team and is always named (S0-11)."""
    may_sign = permissions.holds_team(viewer.scope(permissions.SIGN), team)
    if not may_sign:
        permissions.require_team(viewer, permissions.ASSIST, team)
    own = viewer.practitioner_id if viewer.practitioner_id and team.member(viewer.practitioner_id) else None
    if not may_sign and own is None:
        raise NotVisible
    if not may_sign or request.assistant_id is None:
        return own
    if team.member(request.assistant_id) is None:
        raise misshapen("E_NOT_A_TEAM_MEMBER")
    return request.assistant_id


def _residents(viewer: Viewer, request: SigningRequest) -> tuple[UUID | None, list[UUID]]:
    named = list(dict.fromkeys(request.resident_ids))
    visible = {one.id: one for one in people.residents(viewer).filter(id__in=named)}
    if len(visible) < len(named):
        raise NotVisible
    if request.unit == Unit.PERSON:
        if len(named) != 1:
            raise misshapen("E_ONE_RESIDENT")
        return visible[named[0]].household_id, named
    household_id = request.household_id or (visible[named[0]].household_id if named else None)
    if household_id is None:
        raise misshapen("E_NO_HOUSEHOLD")
    if any(one.household_id != household_id for one in visible.values()):
        raise misshapen("E_NOT_OF_THE_HOUSEHOLD")
    if named and request.household_id:
        return household_id, named
    return household_id, _members_to_sign(viewer, request, household_id, named)


def _guardians(viewer: Viewer, resident_ids: list[UUID]) -> dict[UUID, UUID]:
    wards = people.residents(viewer).filter(id__in=resident_ids).exclude(guardian=None)
    return dict(wards.values_list("id", "guardian_id"))


def _members_to_sign(viewer: Viewer, request: SigningRequest, household_id: UUID, named: list[UUID]) -> list[UUID]:
    """Members who live here and have not refused: for a first paper those unsigned, else those signed."""
    members = people.residents(viewer).filter(household_id=household_id, status=ResidentStatus.LIVING_HERE)
    found = set(members.values_list("id", flat=True))
    found -= set(Refusal.objects.filter(resident_id__in=found, withdrawn_on=None).values_list("resident_id", flat=True))
    in_force = Agreement.objects.filter(resident_id__in=found, state__in=IN_FORCE).exclude(kind=Kind.SUPPLEMENTARY)
    signed = set(in_force.values_list("resident_id", flat=True))
    keeps = request.kind != Kind.FIRST or request.is_replacement
    found = (found & signed if keeps else found - signed) | set(named)
    if not found:
        raise misshapen("E_NOBODY_TO_SIGN")
    return list(found)
