"""The limits of signing in, as the rulebook sets them for everybody: nobody's region is known before."""

import datetime as dt
from dataclasses import dataclass

from jiayi.foundation.rulebook import value_on

NAMES = (
    "code_minutes",
    "code_attempts",
    "codes_a_day",
    "code_pause_minutes",
    "codes_an_address",
    "lock_failures",
    "session_hours",
    "idle_minutes",
)


@dataclass(frozen=True)
class Limits:
    """Numbers of `resident_page.*`."""

    code_minutes: int
    code_attempts: int
    codes_a_day: int
    code_pause_minutes: int
    codes_an_address: int
    lock_failures: int
    session_hours: int
    idle_minutes: int


def limits_on(on: dt.date) -> Limits:
    """The limits of a day."""
    return Limits(**{name: value_on(f"resident_page.{name}", on, ["national"]) for name in NAMES})
