"""What stacks of schemes say of a day, asked once: thousands of agreements share a few answers."""

import datetime as dt
from functools import cache
from typing import Any, NamedTuple

from jiayi.foundation.core.dates import ONE_DAY
from jiayi.foundation.rulebook import RulebookView
from jiayi.service.agreements.decisions import life
from jiayi.service.agreements.decisions.term import TermFacts, term

Stack = tuple[str, ...]


class Ruled(NamedTuple):
    """The last day of a term, and whether it may be signed so."""

    ends_on: dt.date
    allowed: bool


class Rulings:
    """Answers by the values in force on the first day of an adoption; each question is put once.

    `term(schemes, kind, signed_on, previous_ends_on, years)` → Ruled; years None: as many as the stack's usual.
    """

    def __init__(self, day: dt.date) -> None:
        self.day = day
        self._view = cache(lambda schemes: RulebookView(day, schemes))
        self.term = cache(self._term)

    def value(self, schemes: Stack, key: str) -> Any:
        return self._view(schemes).get(key)

    def _term(
        self, schemes: Stack, kind: str, signed_on: dt.date, previous_ends_on: dt.date | None, years: int | None
    ) -> Ruled:
        usual = (self.value(schemes, "agreement.default_years") or {}).get(kind, 1)
        facts = TermFacts.model_construct(
            kind=kind, signed_on=signed_on, previous_ends_on=previous_ends_on, years=years or usual, course_days=None
        )
        outcome = term(facts, self._view(schemes))
        return Ruled(outcome["ends_on"], outcome["allowed"])

    def next_term(self, schemes: Stack, ends_on: dt.date) -> Ruled:
        """The agreement that follows one in the usual way."""
        return self.term(schemes, "renewal", ends_on + ONE_DAY, ends_on, None)

    def record_open_by(self, schemes: Stack, signed_on: dt.date) -> dt.date | None:
        facts = life.RecordFacts.model_construct(signed_on=signed_on)
        return life.record_open_by(facts, self._view(schemes))["open_by"]

    def renews_in_silence(self, schemes: Stack) -> bool:
        return bool(self.value(schemes, life.SILENT))

    def is_notice_due(self, schemes: Stack, ends_on: dt.date, on: dt.date) -> bool:
        days = self.value(schemes, life.NOTICE)
        return days is not None and ends_on - dt.timedelta(days=days) <= on <= ends_on

    def is_outside_window(self, schemes: Stack, ends_on: dt.date) -> bool:
        """Whether renewals are signed in certain months only, and the term ends in another."""
        window = self.value(schemes, "agreement.sign_window")
        if window is None or "renewal" not in window["kinds"]:
            return False
        return not window["from_month"] <= ends_on.month <= window["to_month"]
