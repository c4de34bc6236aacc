"""Yearly check-ups of the old and of those with hypertension or diabetes, with what the old can do for themselves."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from jiayi.foundation.core.dates import completed_years

from .residents import Person

CHECK_UP, SELF_CARE = "health-check-up", "elderly-self-care"
ELDERLY_FROM = 65
SHARES = {"diligent": 0.84, "sloppy": 0.4}  # of those who should come; who forges does none
_SHOULD = frozenset({"hypertension", "diabetes"})
_ALONE = ("eating", "grooming", "dressing", "toilet", "movement")


def days_of(rng: random.Random, person: Person, style: str, years: int, on: date) -> Iterator[date]:
    """Of so many years up to the day, the days on which the person came."""
    if completed_years(person.birth_date, on) < ELDERLY_FROM and _SHOULD.isdisjoint(person.groups):
        return
    for year in range(on.year - years + 1, on.year + 1):
        first, last = date(year, 1, 8), min(date(year, 10, 25), on - timedelta(days=5))
        if first <= last and rng.random() < SHARES.get(style, 0.0):
            yield first + timedelta(days=rng.randrange((last - first).days + 1))


def forms_of(rng: random.Random, person: Person, on: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is filled in on that day."""
    yield CHECK_UP, _measured(rng, person)
    if completed_years(person.birth_date, on) >= ELDERLY_FROM:
        yield SELF_CARE, dict.fromkeys(_ALONE, "independent") | {"score": 0, "level": "independent"}


def _measured(rng: random.Random, person: Person) -> dict[str, Any]:
    height, systolic = round(rng.gauss(161, 7), 1), min(max(round(rng.gauss(134, 12)), 100), 176)
    weight = round((height / 100) ** 2 * min(max(rng.gauss(23.6, 2.8), 17), 33), 1)
    is_ill = not _SHOULD.isdisjoint(person.groups)
    return {
        "symptoms": ["none"],
        "temperature": round(rng.uniform(36.1, 36.8), 1),
        "pulse": rng.randrange(62, 89),
        "respiration": rng.randrange(16, 21),
        "systolic": systolic,
        "diastolic": min(max(round(systolic * 0.6 + rng.gauss(0, 4)), 54), 104),
        "height": height,
        "weight": weight,
        "bmi": round(weight / (height / 100) ** 2, 1),
        "waist": round(height * rng.uniform(0.46, 0.58), 1),
        "self_rated_health": rng.choice(("satisfied", "fairly_satisfied", "fairly_satisfied", "unclear")),
        "self_care_level": "independent",
        "fasting_glucose": round(min(max(rng.gauss(6.8 if "diabetes" in person.groups else 5.3, 0.8), 4.2), 13.0), 1),
        "evaluation": "abnormal" if is_ill else "normal",
        "guidance_kinds": ["regular", "chronic"] if is_ill else ["regular"],
    } | ({"abnormalities": "血压或血糖需继续随访"} if is_ill else {})  # data, not for translation
