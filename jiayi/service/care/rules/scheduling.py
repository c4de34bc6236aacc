"""The facts that a programme's schedule is decided from."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

# What the latest visit that says it tells of the rest of the programme.
_OF_PROGRAMME = ("supervision", "phase")
_OF_CHILD = ("discharged_on",)
_OF_MOTHER = ("last_period_on", "delivered_on", "discharged_on")


def reads_values(schedule: str, programme: str) -> bool:
    """Whether the days depend on what the visits say, and not on their days alone."""
    return schedule in ("care.child.next_visit", "care.maternal.next_visit") or programme == "tuberculosis"


def facts_of(
    schedule: str,
    *,
    programme: str,
    enrolled_on: dt.date,
    last_on: dt.date | None,
    next_within_days: int | None,
    birth_date: dt.date,
    values: Sequence[Mapping[str, Any]],
    risk: str = "",
) -> dict[str, Any] | None:
    """Facts of the decision; None where it cannot be asked. `values` are those of the visits, the earliest first."""
    if schedule == "care.child.next_visit":
        return {"birth_date": birth_date, "done": _done(values), **_latest(_OF_CHILD, values)}
    if schedule == "care.maternal.next_visit":
        known = _latest(_OF_MOTHER, values)
        return {"done": _done(values), **known} if "last_period_on" in known else None
    return {
        "programme": programme,
        "enrolled_on": enrolled_on,
        "last_on": last_on,
        "last_next_within_days": next_within_days,
        "risk": risk,
        **(_latest(_OF_PROGRAMME, values) if programme == "tuberculosis" else {}),
    }


def _done(values: Sequence[Mapping[str, Any]]) -> list[str]:
    return [one["stage"] for one in values if one.get("stage")]


def _latest(keys: Sequence[str], values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {key: one[key] for one in values for key in keys if one.get(key)}
