"""Races: whoever comes second is judged anew on what is so now, and hears the breach instead of a database error."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.rulebook import rulebook
from jiayi.service.agreements.faults import broken

_TRIES = 4
Answer = TypeVar("Answer")

# The constraint that the database refused by, and the law that it stands for.
BREACH_OF = {
    "agreement_one_active_principal": "B_ALREADY_SIGNED",
    "agreement_one_scheduled_principal": "B_ALREADY_SIGNED",
    "household_one_exclusive_team": "B_HOUSEHOLD_OTHER_TEAM",
}


class LostRace(Exception):
    """Another act came first; `code` is the breach if judging anew does not find one."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def in_one_race(act: Callable[[], Answer]) -> Answer:
    """Run act in a transaction; where another came first, undo it and let it judge anew, a few times at most."""
    lost = ""
    for _ in range(_TRIES):
        try:
            return retrying_atomic(act)()
        except LostRace as race:
            lost = race.code
        except IntegrityError as error:
            lost = _breach_behind(error)
            if not lost:
                raise
    raise broken([_words_of(lost)])


def _breach_behind(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return BREACH_OF.get(getattr(diagnosis, "constraint_name", None) or "", "")


def _words_of(code: str) -> dict[str, str]:
    text = rulebook().reasons[code]
    words = {"after": "…", "limit": "…", "team": "…"}
    return {"code": code, "text_zh": text.zh.format_map(words), "text_en": text.en.format_map(words)}
