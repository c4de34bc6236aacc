"""Turns that agreements take, so that each state is there: they rest, change, pass on, were mistaken or wait."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from jiayi.foundation.core.dates import ONE_DAY

from .county import Township
from .promises import Asked, Promise
from .residents import Person, Rules
from .terms import term

_REASONS = ("in_hospital", "in_hospital", "away", "in_care")
_SETTLED = timedelta(days=90)  # what was signed earlier has had time to change
# Papers of a household's later acts come after those of its years.
_CHANGED, _PASSED, _MISTAKE, _AHEAD = 100, 200, 300, 400


class Turns:
    """Takes a turn with every so-many-th that could take it, so that the smallest county has them all."""

    EVERY = {"wait": 6, "pass": 45, "change": 35, "rest": 40, "mistake": 120, "renew": 3}

    def __init__(self, rng: random.Random, on: date) -> None:
        self._rng = rng
        self._on = on
        self._asked: Counter[str] = Counter()

    def take(self, members: list[Person], asked: Asked, home: Township, elsewhere: Township, rules: Rules) -> Asked:
        """What became of a household's agreements; `elsewhere` is where it may have been signed before it moved here.

        No law is broken: nobody has two agreements in force, and where people sign in a season only, and with one
        team, nothing changes.
        """
        if not asked.promises:
            may_wait = not asked.refusals and self._is_turn("wait")
            return replace(asked, promises=[self._waiting(members[0], home, rules)]) if may_wait else asked
        promises = asked.promises
        if "household-village" not in rules.schemes:
            if any(self._is_settled(one) for one in promises) and self._is_turn("pass"):
                promises = list(self._passed(promises, elsewhere, rules))
            promises = [turn for one in promises for turn in self._changed(one)]
            promises = [turn for one in promises for turn in self._renewed(one, rules)]
        return replace(asked, promises=[turn for one in promises for turn in self._turned(one)])

    def _is_turn(self, name: str) -> bool:
        self._asked[name] += 1
        return self._asked[name] % self.EVERY[name] == 1

    def _waiting(self, person: Person, home: Township, rules: Rules) -> Promise:
        """A paper prepared in the last days: a draft, or handed to the resident."""
        day, team = self._on - timedelta(days=self._rng.randrange(0, 9)), home.team_of_village[person.village]
        doctor = home.village_doctors[person.village][0]
        state = ("draft", "pending")[self._asked["wait"] // self.EVERY["wait"] % 2]
        return _signed(person, 0, state, day, rules, team, doctor, ("basic",))

    def _passed(self, promises: list[Promise], elsewhere: Township, rules: Rules) -> Iterator[Promise]:
        """The agreements in force were with another institution first; a new term began with this one."""
        team = elsewhere.teams[0]
        doctor = elsewhere.doctors[team][0]
        for one in promises:
            if not self._is_settled(one):
                yield one
                continue
            day = one.signed_on + (self._on - one.signed_on) / 2
            yield replace(
                one, team=team, doctor=doctor, state="transferred", ended_on=day - ONE_DAY, end_reason="team_change"
            )
            yield _signed(one.resident, _PASSED, "active", day, rules, one.team, one.doctor, one.packages)

    def _changed(self, one: Promise) -> Iterator[Promise]:
        """Other packages within the term, on a paper of the person's own."""
        if not self._is_settled(one) or not self._is_turn("change"):
            yield one
            return
        day = self._on - timedelta(days=self._rng.randrange(10, 80))
        packages = ("basic",) if len(one.packages) > 1 else ("basic", "primary")
        yield replace(one, state="changed", ended_on=day - ONE_DAY, end_reason="correction")
        paper = _CHANGED + self._rng.randrange(50)
        yield replace(one, paper=paper, signed_on=day, starts_on=day, packages=packages, is_alone=True)

    def _turned(self, one: Promise) -> Iterator[Promise]:
        """Some rest for a while; of some the entry was wrong at first."""
        if one.kind == "first" and one.state not in ("draft", "pending") and self._is_turn("mistake"):
            mistake = {"state": "void", "ended_on": one.signed_on, "end_reason": "entry_error"}
            yield replace(one, paper=_MISTAKE + self._rng.randrange(50), packages=("basic",), is_alone=True, **mistake)
        if not self._is_settled(one) or not self._is_turn("rest"):
            yield one
            return
        since = self._on - timedelta(days=self._rng.randrange(3, 60))
        back = self._on + timedelta(days=self._rng.randrange(5, 60))
        resumes_on = back if back <= one.ends_on else None
        yield replace(
            one,
            state="suspended",
            suspended_on=since,
            resumes_on=resumes_on,
            suspension_reason=self._rng.choice(_REASONS),
        )

    def _is_settled(self, one: Promise) -> bool:
        return one.state == "active" and max(one.signed_on, one.starts_on) < self._on - _SETTLED

    def _renewed(self, one: Promise, rules: Rules) -> Iterator[Promise]:
        """Some of those whose term is nearly over have signed for the next."""
        yield one
        if self._is_settled(one) and one.notice_from <= self._on and self._is_turn("renew"):
            day = min(one.notice_from + timedelta(days=self._rng.randrange(0, 20)), self._on)
            starts, ends, notice, open_by = term(rules.schemes, "renewal", day, one.ends_on)
            if starts > self._on:
                ahead = {"starts_on": starts, "ends_on": ends, "notice_from": notice, "open_by": open_by}
                yield replace(one, paper=_AHEAD, kind="renewal", state="scheduled", signed_on=day, **ahead)


def _signed(
    person: Person, paper: int, state: str, day: date, rules: Rules, team: UUID, doctor: UUID, packages: tuple[str, ...]
) -> Promise:
    starts, ends, notice, open_by = term(rules.schemes, "first", day, None)
    return Promise(
        person, paper, "first", state, day, starts, ends, notice, open_by, None, "", team, doctor, packages,
        is_alone=state != "active",
    )  # fmt: skip
