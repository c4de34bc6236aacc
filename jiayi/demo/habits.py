"""What a team's style makes of a visit: on which day it is written down, of whom, how, when it is entered."""

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from jiayi.foundation.base import clock
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.rulebook import value_on
from jiayi.registry.organization.selectors import NATIONAL

from .absences import Absences
from .residents import Person
from .styles import DILIGENT, Style

QUARTER_MONTHS = 3


class Habits:
    """The styles of the teams at work, with what is known of who was there."""

    def __init__(self, rng: random.Random, styles: Mapping[UUID, Style], absences: Absences, on: date) -> None:
        self._rng, self._styles, self._absences, self._on = rng, styles, absences, on
        self._limits = value_on("hypertension.not_controlled_from", on, [NATIONAL])

    def of(self, team_id: UUID) -> Style:
        return self._styles.get(team_id, DILIGENT)

    def written_day(self, style: Style, day: date) -> date:
        """Those who put a quarter's visits on one day take one of its last."""
        return quarters_end(day) - timedelta(days=2) if style.on_one_day else day

    def sees(self, style: Style, person: Person, on: date) -> bool:
        """Whether a visit is written down: the honest leave the dead in peace; who forges enters a quarter when it
        ends, the running one not yet."""
        if on <= person.birth_date:
            return False
        if style.is_forging:
            return quarters_end(on) <= self._on
        died_on = self._absences.died.get(person.id)
        return died_on is None or on <= died_on

    def entered_at(self, style: Style, on: date) -> datetime:
        """At once, some weeks later or at night, or all in the last days of the quarter; never before the visit."""
        day, hour = on, 22 if self._rng.random() < style.night else 10
        if style.at_quarters_end:
            day, hour = quarters_end(on) - timedelta(days=self._rng.randrange(3)), 15
        elif self._rng.random() < style.late:
            day, hour = min(on + timedelta(days=self._rng.randrange(9, 40)), self._on), 16
        return max(datetime.combine(day, time(hour), clock.SHANGHAI), at_ten(on))

    def mode(self, style: Style, person: Person, on: date) -> str:
        """The honest call whom they cannot meet."""
        if style.on_one_day:
            return "home"
        if not style.is_forging and self._absences.hold(person, on):
            return "phone"
        return "home" if self._rng.random() < 0.3 else "phone" if self._rng.random() < 0.08 else "clinic"

    def made_up(
        self, style: Style, values: dict[str, Any], before: Mapping[str, Any] | None, person: Person, on: date
    ) -> dict[str, Any]:
        """The values as a team of this style writes them down; `before` are those of the last visit."""
        if before and self._rng.random() < style.copying:
            return values | {code: before[code] for code in values if code in before}
        if self._rng.random() < style.rounding:
            return values | {code: round(values[code] / 5) * 5 for code in ("systolic", "diastolic")}
        if self._rng.random() < style.hugging:
            below, diastolic = self._rng.choice(((2, 88), (2, 88), (2, 88), (1, 86)))
            return values | {"systolic": self._limit(person, on) - below, "diastolic": diastolic}
        return values

    def _limit(self, person: Person, on: date) -> int:
        age = completed_years(person.birth_date, on)
        return int([one["systolic"] for one in self._limits if one["from_years"] <= age][-1])


def quarters_end(day: date) -> date:
    """The last day of the quarter."""
    month = (day.month - 1) // QUARTER_MONTHS * QUARTER_MONTHS + QUARTER_MONTHS
    return (date(day.year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def at_ten(day: date) -> datetime:
    """Ten in the morning."""
    return datetime.combine(day, time(10), clock.SHANGHAI)
