"""What follow-ups make of the rates, person by person as they are written: counted anew, not asked of the facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jiayi.foundation.core.dates import completed_months, completed_years

from .check_ups import CHECK_UP, ELDERLY_FROM, SELF_CARE
from .known_rates import KnownRates
from .residents import Person

OLDER_LIMIT = 150
SYSTOLIC, DIASTOLIC, GLUCOSE = 140, 90, 7.0
TODDLER_MONTHS, CHILD_MONTHS = 36, 84
OFTEN = 4  # visits of a year
_DISEASES = {"hypertension": "hypertension-follow-up", "diabetes": "diabetes-follow-up"}


@dataclass(frozen=True)
class Done:
    """A follow-up that was written."""

    record: UUID
    form: str
    on: date
    mode: str
    values: dict[str, Any]


def count_care(known: KnownRates, person: Person, done: Sequence[Done], on: date) -> None:
    """Everything that this year's follow-ups of a living resident, and the age on the day, say."""
    years, months = completed_years(person.birth_date, on), completed_months(person.birth_date, on)
    year = [one for one in done if one.on.year == on.year]
    forms = {one.form for one in year}
    ill = [disease for disease in _DISEASES if disease in person.groups]
    if ill:
        followed = [one for one in year if one.form in _DISEASES.values()]
        known.add("chronic-at-primary", person.village, any(one.mode != "phone" for one in followed), 1)
        known.add("two-diseases-home-follow-up", person.village, _at_home(followed) >= OFTEN, 1)
    for disease in ill:
        last = max((one for one in year if one.form == _DISEASES[disease]), key=_order, default=None)
        reached = bool(last) and _CONTROLLED[disease](last.values, years)
        known.add(f"{disease}-control", person.village, reached, 1)
        seen = sum(one.form == _DISEASES[disease] and one.mode != "phone" for one in year)
        known.add(f"{disease}-standard-management", person.village, seen >= OFTEN and CHECK_UP in forms, 1)
    # No record is written of what follows: nobody is reached, and those who should be are known.
    if "mental_disorder" in person.groups:
        known.add("mental-standard-management", person.village, 0, 1)
    if years >= ELDERLY_FROM:
        days = {one.on for one in year if one.mode == "home"}
        known.add("elderly-home-visit", person.village, len(days) >= OFTEN, 1)
        known.add("elderly-management", person.village, {CHECK_UP, SELF_CARE} <= forms, 1)
        known.add("elderly-tcm", person.village, 0, 1)
    if person.id in known.to_visit:
        is_visited = known.to_visit[person.id] and any(one.mode == "home" for one in year)
        known.add("full-coverage-home-visit", person.village, is_visited, 1)
    if months < CHILD_MONTHS:
        known.add("child-management", person.village, 0, 1)
    if months <= TODDLER_MONTHS:
        known.add("child-tcm", person.village, 0, 1)
    if person.birth_date.year == on.year:
        known.add("newborn-visit", person.village, 0, 1)
    if "tuberculosis" in person.groups:
        known.add("tuberculosis-management", person.village, 1, 1)


def _at_home(year: Sequence[Done]) -> int:
    return sum(one.mode == "home" for one in year)


def _order(one: Done) -> tuple[date, UUID]:
    return one.on, one.record


def _pressure(values: dict[str, Any], years: int) -> bool:
    limit = OLDER_LIMIT if years >= ELDERLY_FROM else SYSTOLIC
    return bool(values["systolic"] < limit and values["diastolic"] < DIASTOLIC)


def _glucose(values: dict[str, Any], years: int) -> bool:
    return bool(values["fasting_glucose"] < GLUCOSE)


_CONTROLLED = {"hypertension": _pressure, "diabetes": _glucose}
