"""Which teams and doctors are near or beyond a cap, as things are decided now and with an adoption."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization.terms import StacksIf, TeamFacts
from jiayi.service.agreements.models import DoctorLoad, TeamLoad
from jiayi.service.agreements.rules.capacity import Load, exceeds, is_near
from jiayi.service.agreements.selectors.caps import VILLAGE_DOCTOR

NEAR = "team.near_limit_share"
TEAM_HOUSEHOLDS, TEAM_PERSONS, DOCTOR_PERSONS = "team_households", "team_persons", "doctor_persons"
_KEYS = {
    TEAM_HOUSEHOLDS: ("team.max_households",),
    TEAM_PERSONS: ("team.max_persons",),
    DOCTOR_PERSONS: ("doctor.max_persons",),
}
_OF_VILLAGE_DOCTORS = ("doctor.max_persons", "village_doctor.max_persons")


@dataclass(frozen=True, slots=True)
class CapSide:
    """A cap under one stack: `limit` None where none is set; `state` none, fine, near or over; `mode` block or warn."""

    limit: int | None
    mode: str
    state: str


@dataclass(frozen=True, slots=True)
class CapIf:
    """A count against its cap on both sides."""

    kind: str
    id: UUID
    name: str
    place: str
    now: int
    before: CapSide
    after: CapSide


def caps_if(teams: Sequence[TeamFacts], stacks: Mapping[UUID, StacksIf], day: dt.date) -> list[CapIf]:
    """Every count of these teams and their doctors, the fullest after the adoption first; a doctor of several teams
    stands once, with the first. Two queries; who may see the teams is the caller's to say."""
    loads = {load.team_id: load for load in TeamLoad.objects.filter(team_id__in=[team.id for team in teams])}
    people = {member.practitioner_id for team in teams for member in team.members}
    held = dict(DoctorLoad.objects.filter(practitioner_id__in=people).values_list("practitioner_id", "persons"))
    side_of = cache(lambda now, keys, schemes: _side(now, keys, schemes, day))
    found = []
    for kind, identity, name, place, now, team in _counts(teams, loads, held):
        keys = _OF_VILLAGE_DOCTORS if name[1] == VILLAGE_DOCTOR else _KEYS[kind]
        before, after = (side_of(now, keys, schemes) for schemes in (stacks[team].before, stacks[team].after))
        found.append(CapIf(kind, identity, name[0], place, now, before, after))
    return sorted(found, key=_fullness, reverse=True)


def _counts(
    teams: Sequence[TeamFacts], loads: Mapping[UUID, TeamLoad], held: Mapping[UUID, int]
) -> Iterator[tuple[str, UUID, tuple[str, str], str, int, UUID]]:
    """Kind, id, (name, role of a doctor), where, count, and the team whose region's stack holds."""
    seen: set[UUID] = set()
    for team in teams:
        load = loads.get(team.id)
        name, place = (team.name, ""), team.institution_name
        yield TEAM_HOUSEHOLDS, team.id, name, place, load.households if load else 0, team.id
        yield TEAM_PERSONS, team.id, name, place, load.persons if load else 0, team.id
        for member in team.members:
            if member.practitioner_id in held and member.practitioner_id not in seen:
                seen.add(member.practitioner_id)
                doctor = (member.name, member.role)
                yield DOCTOR_PERSONS, member.practitioner_id, doctor, team.name, held[member.practitioner_id], team.id


def _side(now: int, keys: Sequence[str], schemes: Sequence[str], day: dt.date) -> CapSide:
    caps: list[dict[str, Any]] = [found.value for key in keys if (found := find_value(key, day, schemes))]
    if not caps:
        return CapSide(None, "", "none")
    cap = min(caps, key=lambda one: int(one["limit"]))
    share = find_value(NEAR, day, schemes)
    load = Load(now, 0)
    near = share is not None and now > 0 and is_near(load, cap, share.value)
    state = "over" if exceeds(load, cap) else "near" if near else "fine"
    return CapSide(int(cap["limit"]), cap["mode"], state)


def _fullness(found: CapIf) -> tuple[float, int]:
    limit = found.after.limit if found.after.limit is not None else found.before.limit
    return (found.now / limit if limit else 0.0, found.now)
