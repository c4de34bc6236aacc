"""Which households sign, with whom and when: three out of four, as a real county would look after some years."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from jiayi.service.agreements.terms import UNSIGNED, State

from .county import Township
from .residents import Person, Rules
from .terms import term

# Households that a team takes on: a little below what the scheme allows, so that the warning shows.
HOUSEHOLD_CAPS = {"urban-team": 372, "household-village": 1450}
SIGNING_SHARES = {"urban-team": 0.88, "household-village": 0.8}
_DOCTOR_CAP = 1450
_SEASON = (10, 12)


@dataclass(frozen=True)
class Promise:
    """One agreement to be written."""

    resident: Person
    paper: int  # index of the paper within the household's act
    kind: str
    state: str
    signed_on: date
    starts_on: date
    ends_on: date
    notice_from: date
    open_by: date | None
    ended_on: date | None
    end_reason: str
    team: UUID
    doctor: UUID
    packages: tuple[str, ...]
    is_alone: bool = False  # on a paper of the person's own
    suspended_on: date | None = None
    resumes_on: date | None = None
    suspension_reason: str = ""


@dataclass
class Capacity:
    """Households of each team and persons of each doctor so far, so that no law is broken."""

    households: Counter[UUID] = field(default_factory=Counter)
    persons: Counter[UUID] = field(default_factory=Counter)


@dataclass(frozen=True)
class Asked:
    """What came of asking a household: its agreements, and who refused when."""

    promises: list[Promise]
    refusals: list[tuple[Person, date]]


def ask(
    rng: random.Random, members: list[Person], township: Township, rules: Rules, capacity: Capacity, on: date
) -> Asked:
    """Ask one household, in the fixed order in which they come."""
    scheme = rules.schemes[-1]
    if rng.random() > SIGNING_SHARES.get(scheme, 0.74):
        return Asked(list(_lapsed(rng, members, township, rules, on)), _refusals(rng, members, on))
    team = _team(township, members[0].village, capacity, HOUSEHOLD_CAPS.get(scheme))
    doctor = _doctor(township, team, members, capacity) if team else None
    if team is None or doctor is None:
        return Asked([], [])
    signing = [one for one in members if one.is_head or rng.random() < 0.94]
    capacity.households[team] += 1
    capacity.persons[doctor] += len(signing)
    years = _years(rng, rules, on)
    promises = [
        promise for one in signing for promise in _chain(years, one, rules, team, doctor, on, _packages(rng, one))
    ]
    return Asked(promises, [])


def _team(township: Township, village: str, capacity: Capacity, cap: int | None) -> UUID | None:
    """The village's own team, or, where a scheme caps teams, the first of the township that has room."""
    if cap is None:
        return township.team_of_village[village]
    return next((team for team in township.teams if capacity.households[team] < cap), None)


def _doctor(township: Township, team: UUID, members: list[Person], capacity: Capacity) -> UUID | None:
    """A doctor of the village where it is the team's own, else any doctor of the team; one with room."""
    village = members[0].village
    own = township.team_of_village[village] == team
    candidates = township.village_doctors[village] if own else township.doctors[team]
    fitting = [one for one in candidates if capacity.persons[one] + len(members) <= _DOCTOR_CAP]
    return min(fitting, key=lambda one: capacity.persons[one], default=None)


def _years(rng: random.Random, rules: Rules, on: date) -> list[date]:
    """The days on which a household signed, oldest first: one to three years running."""
    count = rng.choices((1, 2, 3), (35, 35, 30))[0]
    if rules.schemes[-1] == "household-village":
        month, day = rng.randint(*_SEASON), rng.randint(1, 28)
        return [date(on.year - 1 - back, month, day) for back in range(count - 1, -1, -1)]
    last = on - timedelta(days=rng.randrange(0, 364))
    return [last - timedelta(days=362 * back) for back in range(count - 1, -1, -1)]


def _chain(
    years: list[date], person: Person, rules: Rules, team: UUID, doctor: UUID, on: date, packages: tuple[str, ...]
) -> Iterator[Promise]:
    previous_ends: date | None = None
    for number, signed_on in enumerate(years):
        kind = "renewal" if previous_ends else "first"
        starts, ends, notice, open_by = term(rules.schemes, kind, signed_on, previous_ends)
        is_last = number == len(years) - 1
        if starts <= on <= ends and not is_last or person.birth_date > signed_on:
            continue  # a longer first term still runs, or the child was not born yet
        over = not is_last
        yield Promise(
            resident=person,
            paper=number,
            kind=kind,
            state=("renewed" if over else "scheduled" if starts > on else "active"),
            signed_on=signed_on,
            starts_on=starts,
            ends_on=ends,
            notice_from=notice,
            open_by=open_by,
            ended_on=ends if over else None,
            end_reason="renewal" if over else "",
            team=team,
            doctor=doctor,
            packages=packages,
        )
        previous_ends = ends


def in_force(promise: Promise, on: date) -> bool:
    """Whether it binds on the day."""
    is_over_or_waits = promise.state in (*UNSIGNED, State.VOID)
    return not is_over_or_waits and promise.starts_on <= on <= (promise.ended_on or promise.ends_on)


def _lapsed(rng: random.Random, members: list[Person], township: Township, rules: Rules, on: date) -> Iterator[Promise]:
    """Some who are unsigned today were signed once: the term ran out, or they ended it."""
    if rng.random() > 0.25:
        return
    signed_on = on - timedelta(days=rng.randrange(480, 700))
    starts, ends, notice, open_by = term(rules.schemes, "first", signed_on, None)
    terminated = rng.random() < 0.3
    ended_on = min(signed_on + timedelta(days=rng.randrange(60, 300)), ends) if terminated else ends
    if ended_on >= on:
        return
    village = members[0].village
    for person in members:
        if person.birth_date > signed_on:
            continue
        yield Promise(
            person, 0, "first", "terminated" if terminated else "expired", signed_on, starts, ends, notice, open_by,
            ended_on, "own_wish" if terminated else "term_over", township.team_of_village[village],
            township.village_doctors[village][0], ("basic",),
        )  # fmt: skip


def _refusals(rng: random.Random, members: list[Person], on: date) -> list[tuple[Person, date]]:
    if rng.random() > 0.15:
        return []
    refused_on = on - timedelta(days=rng.randrange(1, 300))
    return [(person, refused_on) for person in members if person.birth_date < refused_on]


def _packages(rng: random.Random, person: Person) -> tuple[str, ...]:
    chosen = ["basic"]
    if {"hypertension", "diabetes"} & set(person.groups) and rng.random() < 0.5:
        chosen.append("two-diseases")
    elif "elderly" in person.groups and rng.random() < 0.5:
        chosen.append("elderly")
    elif rng.random() < 0.05:
        chosen.append(rng.choice(("primary", "intermediate")))
    return tuple(chosen)
