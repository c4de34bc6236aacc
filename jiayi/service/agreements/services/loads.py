"""The counters that hold the caps: locked in the order household → team → doctor, moved by conditional updates."""

import zlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import F

from jiayi.service.agreements.models import Agreement, DoctorLoad, HouseholdTeam, TeamLoad
from jiayi.service.agreements.selectors.caps import Caps
from jiayi.service.agreements.terms import IN_FORCE, Kind

from .racing import LostRace

_HOUSEHOLD_LOCKS = 4_203  # the first key of our advisory locks: households at signing


@dataclass(frozen=True)
class Seats:
    """Who is counted where: (team, resident), (household, team, resident), (doctor, resident)."""

    teams: frozenset[tuple[UUID, UUID]] = frozenset()
    households: frozenset[tuple[UUID, UUID, UUID]] = frozenset()
    doctors: frozenset[tuple[UUID, UUID]] = frozenset()


@dataclass(frozen=True)
class Shift:
    """How the counters of one act move; `caps` and `exclusive_for` concern the team that takes people in."""

    before: Seats
    after: Seats
    caps: Caps = field(default_factory=Caps)
    team_id: UUID | None = None
    is_exclusive: bool = False


def lock_households(household_ids: Iterable[UUID]) -> None:
    """Have acts on the same household follow each other, until this transaction ends."""
    keys = sorted({zlib.crc32(household_id.bytes) - 2**31 for household_id in household_ids})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_HOUSEHOLD_LOCKS, key])


def seats_of(resident_ids: Iterable[UUID]) -> Seats:
    """The seats that these residents' principal agreements hold now. One query."""
    rows = Agreement.objects.filter(resident_id__in=list(resident_ids), state__in=IN_FORCE)
    rows = rows.exclude(kind=Kind.SUPPLEMENTARY)
    found = list(rows.values_list("team_id", "household_id", "responsible_person_id", "resident_id"))
    return Seats(
        teams=frozenset((team, resident) for team, _, _, resident in found),
        households=frozenset((house, team, resident) for team, house, _, resident in found if house),
        doctors=frozenset((doctor, resident) for _, _, doctor, resident in found),
    )


def move(shift: Shift) -> None:
    """Move the counters from before to after; LostRace where a cap would be exceeded."""
    persons = _changes(shift.before.teams, shift.after.teams)
    households = _changes(shift.before.households, shift.after.households)
    lock_teams({*persons, *(team for _, team in households)})
    crossing = _move_households(households, shift)
    for team_id in sorted({*persons, *crossing}):
        _move_team(team_id, persons[team_id], crossing[team_id], shift)
    doctors = _changes(shift.before.doctors, shift.after.doctors)
    lock_doctors(doctors)
    for doctor_id in sorted(doctors):
        _move_doctor(doctor_id, doctors[doctor_id], shift)


def _changes(before: frozenset[tuple], after: frozenset[tuple]) -> Counter:
    """By place (all but the resident): how many residents more or fewer."""
    moved: Counter = Counter()
    moved.update(place[:-1] if len(place) > 2 else place[0] for place in after - before)
    moved.subtract(place[:-1] if len(place) > 2 else place[0] for place in before - after)
    return Counter({place: change for place, change in moved.items() if change})


def lock_teams(team_ids: Iterable[UUID]) -> None:
    """Lock the counters of teams, in one order for all, making those that lack."""
    _lock(TeamLoad, "team_id", team_ids)


def lock_doctors(practitioner_ids: Iterable[UUID]) -> None:
    """Lock the counters of doctors, after those of teams."""
    _lock(DoctorLoad, "practitioner_id", practitioner_ids)


def _lock(model: type[TeamLoad] | type[DoctorLoad], key: str, ids: Iterable[UUID]) -> None:
    wanted = sorted(ids)
    rows = model.objects.filter(pk__in=wanted).order_by(key).select_for_update(no_key=True)
    if wanted and len(rows) < len(wanted):
        model.objects.bulk_create([model(**{key: one}) for one in wanted], ignore_conflicts=True)
        len(rows.all())


def _move_households(changes: Counter, shift: Shift) -> Counter:
    """Move the persons of each household with each team; answers by team how many households came or went."""
    rows = {(row.household_id, row.team_id): row for row in _rows_of({house for house, _ in changes})}
    crossing: Counter = Counter()
    moved = []
    for (household_id, team_id), change in sorted(changes.items()):
        row = rows.setdefault(
            (household_id, team_id), HouseholdTeam(household_id=household_id, team_id=team_id, persons=0)
        )
        was, row.persons = row.persons, row.persons + change
        moved.append(row)
        if change > 0 and team_id == shift.team_id and shift.is_exclusive:
            row.is_exclusive = True
            moved = [*_left_behind(household_id, team_id, rows, shift), *moved]
        crossing[team_id] += int(row.persons > 0) - int(was > 0)
    _save(moved)
    return Counter({team_id: change for team_id, change in crossing.items() if change})


def _rows_of(household_ids: Collection[UUID]) -> list[HouseholdTeam]:
    return list(HouseholdTeam.objects.filter(household_id__in=household_ids))


def _save(rows: list[HouseholdTeam]) -> None:
    HouseholdTeam.objects.bulk_update([row for row in rows if row.pk], ["persons", "is_exclusive"], batch_size=500)
    HouseholdTeam.objects.bulk_create([row for row in rows if not row.pk])


def _left_behind(
    household_id: UUID, team_id: UUID, rows: dict[tuple[UUID, UUID], HouseholdTeam], shift: Shift
) -> list[HouseholdTeam]:
    """A household that moves as a whole from the next term on is still counted where it was, no longer alone."""
    moving = Counter((house, team) for house, team, _ in shift.before.households)
    left = []
    for (house, team), row in rows.items():
        stays_alone = row.persons > moving[house, team]
        if house == household_id and team != team_id and row.is_exclusive and row.persons > 0 and not stays_alone:
            row.is_exclusive = False
            left.append(row)
    return left


def _move_team(team_id: UUID, persons: int, households: int, shift: Shift) -> None:
    caps = shift.caps if team_id == shift.team_id else Caps()
    row = TeamLoad.objects.filter(team_id=team_id)
    if households > 0 and caps.team_households is not None:
        row = row.filter(households__lte=caps.team_households - households)
    if persons > 0 and caps.team_persons is not None:
        row = row.filter(persons__lte=caps.team_persons - persons)
    if not row.update(persons=F("persons") + persons, households=F("households") + households):
        over_households = households > 0 and caps.team_households is not None
        raise LostRace("B_TEAM_HOUSEHOLDS" if over_households else "B_TEAM_PERSONS")


def _move_doctor(doctor_id: UUID, persons: int, shift: Shift) -> None:
    row = DoctorLoad.objects.filter(practitioner_id=doctor_id)
    if persons > 0 and shift.caps.doctor_persons is not None:
        row = row.filter(persons__lte=shift.caps.doctor_persons - persons)
    if not row.update(persons=F("persons") + persons):
        raise LostRace("B_DOCTOR_PERSONS")
