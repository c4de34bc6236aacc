"""Who would hold more than signing allows after an act over many: nobody signs anew, so it warns, refusing nothing."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from jiayi.foundation.rulebook import decide
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization import services as reorganizing
from jiayi.registry.organization.terms import TeamFacts
from jiayi.service.agreements.models import DoctorLoad, TeamLoad
from jiayi.service.agreements.selectors.judging import findings

from .loads import Seats, Shift

OF_TEAMS = ("TEAM_HOUSEHOLDS", "TEAM_PERSONS", "TEAM_NEAR_LIMIT")
OF_DOCTORS = ("DOCTOR_PERSONS",)
Finding = dict[str, Any]


class Takers:
    """Teams, and doctors with the team they take over in, that have more residents after the shifts of an act."""

    def __init__(self) -> None:
        self.teams: set[UUID] = set()
        self.doctors: set[tuple[UUID, UUID]] = set()  # team, doctor

    def add(self, shift: Shift, *, anew: bool = False) -> None:
        """Whoever has more than before; `anew`, whoever has any, as other schemes hold for them now."""
        before = Seats() if anew else shift.before
        team_of = {resident: team for team, resident in shift.after.teams}
        self.teams |= {team for team, _ in shift.after.teams - before.teams}
        taken = shift.after.doctors - before.doctors
        self.doctors |= {(team_of[resident], doctor) for doctor, resident in taken}


def warn(act_id: UUID | None, takers: Takers, on: dt.date) -> None:
    """Put beside an act every cap that a taker would exceed from the day, with the reason signing would give.

    Two queries, and the schemes of each team; the counters hold what is after the act.
    """
    if act_id is None:
        return
    teams = organization.team_facts_of(takers.teams | {team for team, _ in takers.doctors}, on)
    found = [*_of_teams(takers, teams, on), *_of_doctors(takers, teams, on)]
    once = {(each["who"], each["code"]): each for each in found}
    reorganizing.note_warnings(act_id=act_id, findings=list(once.values()))


def _of_teams(takers: Takers, teams: dict[UUID, TeamFacts], on: dt.date) -> Iterator[Finding]:
    for load in TeamLoad.objects.filter(team_id__in=takers.teams).order_by("team__name"):
        if team := teams.get(load.team_id):
            held = {"id": str(team.id), "households": load.households, "persons": load.persons}
            yield from _judged(team, {"team": held}, OF_TEAMS, team.name, on)


def _of_doctors(takers: Takers, teams: dict[UUID, TeamFacts], on: dt.date) -> Iterator[Finding]:
    held = DoctorLoad.objects.filter(practitioner_id__in={doctor for _, doctor in takers.doctors})
    persons = dict(held.values_list("practitioner_id", "persons"))
    for team_id, doctor_id in sorted(takers.doctors):
        team = teams.get(team_id)
        member = team.member(doctor_id) if team else None
        if team and member:
            doctor = {"role": member.role, "persons": persons.get(doctor_id, 0)}
            yield from _judged(team, {"doctor": doctor}, OF_DOCTORS, member.name, on)


def _judged(team: TeamFacts, held: Finding, names: tuple[str, ...], who: str, on: dt.date) -> Iterator[Finding]:
    """What agreements.signing finds of these caps where nobody else joins."""
    schemes = organization.schemes_for(team.region_code, on)
    facts = held | {"joins": {"households": 0, "persons": 0}}
    outcome = decide("agreements.signing", on=on, schemes=schemes, facts=facts)
    for kind in ("breaches", "warnings"):
        yield from (each | {"who": who} for each in findings([outcome], kind) if each["code"][2:] in names)
