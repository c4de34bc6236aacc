"""The caps that block, as the counters are to hold them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from jiayi.foundation.rulebook import find_value

VILLAGE_DOCTOR = "village_doctor"


@dataclass(frozen=True)
class Caps:
    """Most households and persons of a team, and persons of a doctor; None where nothing blocks."""

    team_households: int | None = None
    team_persons: int | None = None
    doctor_persons: int | None = None


def caps_on(day: dt.date, schemes: Sequence[str], doctor_role: str) -> Caps:
    """The blocking caps in force on the day; a village doctor is held by both caps of doctors, the lower wins."""
    doctor = [_limit("doctor.max_persons", day, schemes)]
    if doctor_role == VILLAGE_DOCTOR:
        doctor.append(_limit("village_doctor.max_persons", day, schemes))
    limits = [limit for limit in doctor if limit is not None]
    return Caps(
        team_households=_limit("team.max_households", day, schemes),
        team_persons=_limit("team.max_persons", day, schemes),
        doctor_persons=min(limits) if limits else None,
    )


def _limit(key: str, day: dt.date, schemes: Sequence[str]) -> int | None:
    found = find_value(key, day, schemes)
    return found.value["limit"] if found and found.value["mode"] == "block" else None
