"""Days of absence, the morning check, recurring duties and menus. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jiayi.community.communities.terms import Disposal, DueDuty, Duty
from jiayi.foundation.core.dates import monday_of, month_end

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAILY = "daily"


def actions_due(absent_days: int, *, contact_from: int, notify_from: int) -> list[str]:
    """What so many school days of absence ask for, the lighter first."""
    steps = (("contact_family", contact_from), ("notify_head", notify_from))
    return [action for action, least in steps if absent_days >= least]


def disposal_of(
    temperature: float | None, findings: Iterable[str], *, fever_from: float, clinic_findings: Iterable[str]
) -> Disposal:
    """What is done with a child that came, by temperature (°C) and findings: the gravest counts."""
    found = set(findings)
    if temperature is not None and temperature >= fever_from:
        return Disposal.SENT_HOME
    if found & set(clinic_findings):
        return Disposal.CLINIC
    return Disposal.WATCHED if found else Disposal.ADMITTED


def absent_run(days: Sequence[tuple[dt.date, bool]]) -> list[dt.date]:
    """The school days of the absence that still lasts; days are (day, is absent), the latest first."""
    run = []
    for day, is_absent in days:
        if not is_absent:
            break
        run.append(day)
    return run


def closes_at(window: str) -> dt.time:
    """The end of a window such as 07:30-09:00."""
    return dt.time.fromisoformat(window.partition("-")[2].strip())


def duties_of(settings: Mapping[str, Any], *, in_epidemic: bool = False) -> list[Duty]:
    """The recurring duties that the parameters `kindergarten.…` ask for; what is not set asks for nothing.

    In an epidemic those of `kindergarten.epidemic_duties` are due every day.
    """
    found = [
        Duty(code, "kindergarten.disinfection_days", day)
        for code, days in settings.get("kindergarten.disinfection_days", {}).items()
        for day in days
    ]
    daily = ("kindergarten.rounds", "kindergarten.meal_duties", *(["kindergarten.epidemic_duties"] * in_epidemic))
    for key in daily:
        found += [Duty(code, key, DAILY) for code in settings.get(key, ())]
    for key, code in (("outdoor_hours", "outdoor_time"), ("exercise_hours", "exercise_time")):
        hours = settings.get(f"kindergarten.{key}")
        found += [Duty(code, f"kindergarten.{key}", DAILY, int(hours * 60))] if hours else []
    for key in ("kindergarten.safety_checks", "kindergarten.bedding_care"):
        found += [Duty(code, key, every) for every, codes in settings.get(key, {}).items() for code in codes]
    for key, every in _LISTED.items():
        found += [Duty(code, f"kindergarten.{key}", every) for code in settings.get(f"kindergarten.{key}", ())]
    for key, (code, every) in _COUNTED.items():
        found += [Duty(code, f"kindergarten.{key}", every)] if settings.get(f"kindergarten.{key}") else []
    return found


_LISTED = {"yearly_checks": "yearly", "education_topics": "each_term"}
_COUNTED = {
    "staff_training_per_month": ("staff_training", "half_monthly"),
    "nutrition_weeks_per_month": ("nutrition_calculation", "monthly"),
    "growth_measures_per_year": ("growth_measures", "quarterly"),
    "vision_checks_per_term": ("vision_checks", "each_term"),
    "block_toy_cycle_days": ("block_toys", "half_monthly"),
    "meal_committees_per_term": ("meal_committee", "each_term"),
}


def period_of(every: str, on: dt.date, *, terms: Sequence[str]) -> tuple[dt.date, dt.date] | None:
    """The days (inclusive) within which a duty is due once, if a day lies in one; terms begin on days such as 09-01."""
    if every in WEEKDAYS:
        return (on, on) if WEEKDAYS[on.weekday()] == every else None
    if every == DAILY:
        return on, on
    if every == "weekly":
        monday = monday_of(on)
        return monday, monday + dt.timedelta(days=6)
    if every == "half_monthly":
        return (on.replace(day=1), on.replace(day=15)) if on.day <= 15 else (on.replace(day=16), _end(on))
    if every == "monthly":
        return on.replace(day=1), _end(on)
    if every == "quarterly":
        first = dt.date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
        return first, month_end(first.year, first.month + 2)
    if every == "yearly":
        return dt.date(on.year, 1, 1), dt.date(on.year, 12, 31)
    return term_of(on, terms) if terms else None


def term_of(on: dt.date, terms: Sequence[str]) -> tuple[dt.date, dt.date]:
    """The term that holds a day; `terms` are the days (month-day) on which they begin."""
    starts = sorted(
        dt.date(year, *map(int, day.split("-"))) for year in (on.year - 1, on.year, on.year + 1) for day in terms
    )
    since = max(day for day in starts if day <= on)
    return since, min(day for day in starts if day > on) - dt.timedelta(days=1)


def due_duties(
    duties: Iterable[Duty], done: Iterable[tuple[str, dt.date, str]], on: dt.date, *, terms: Sequence[str]
) -> list[DueDuty]:
    """Duties whose period holds the day; done are (code, day, by whom). One that is due on several days stands once."""
    entries = sorted(done, key=lambda entry: entry[1])
    found: dict[tuple[str, dt.date], DueDuty] = {}
    for duty in duties:
        period = period_of(duty.every, on, terms=terms)
        if period is None:
            continue
        last = next((e for e in reversed(entries) if e[0] == duty.code and period[0] <= e[1] <= period[1]), None)
        found[duty.code, period[0]] = DueDuty(duty, *period, *(last[1:] if last else ()))
    return list(found.values())


def repeated_on(
    dishes: Iterable[str], earlier: Iterable[tuple[dt.date, Iterable[str]]], on: dt.date, *, days: int
) -> dt.date | None:
    """The last day, of so many before, on which the same dishes were served; None where they were not."""
    wanted = set(dishes)
    same = [day for day, served in earlier if 0 < (on - day).days <= days and set(served) == wanted]
    return max(same, default=None)


def _end(day: dt.date) -> dt.date:
    return month_end(day.year, day.month)
