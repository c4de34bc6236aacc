"""The decisions of people and agreements read a second time, plainly, from their contract.

Nothing of the software is used here but the calendar's library: no rulebook, no parameters. What a scheme says stands
as the contract words it. Each function takes facts (days as `date`), the day and the stack, and answers the outcome;
codes as sets.
"""

import calendar
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)
SIGNERS = {"gp", "clinician", "responsible_doctor", "village_doctor", "tcm_physician", "specialist"}
KEY = {
    "national": "elderly maternal child disabled poverty special_family hypertension diabetes tuberculosis "
    "mental_disorder",
    "urban-team": "elderly child maternal hypertension diabetes coronary copd disabled",
    "village-centre": "elderly maternal child hypertension diabetes mental_disorder",
    "household-village": "elderly child maternal hypertension diabetes mental_disorder",
    "severe-chronic-poor": "poverty hypertension diabetes mental_disorder special_family",
    "township-hospital": "elderly hypertension diabetes coronary chronic_bronchitis stroke child maternal "
    "mental_disorder cancer disabled poverty special_family",
    "subdistrict": "elderly hypertension diabetes special_family",
    "doctors-into-families": "child maternal elderly hypertension diabetes disabled poverty",
}
SPECIAL = {
    "village-centre": "disabled special_family poverty lonely_elderly",
    "household-village": "lonely_elderly disabled low_income unemployed preferential_treatment",
    "township-hospital": "bedridden disabled cancer",
}


def latest(stack: list[str], said: dict[str, Any], nothing: Any = None) -> Any:
    """What the last scheme of the stack that says anything says."""
    return next((said[name] for name in reversed(stack) if name in said), nothing)


def plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= calendar.monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day)
    return date(year, month + 2, 1)


def months_between(since: date, on: date) -> int:
    count = (on.year - since.year) * 12 + on.month - since.month + 1
    while plus_months(since, count) > on:
        count -= 1
    return count


def groups(facts: dict, on: date, stack: list[str]) -> dict:
    months = months_between(facts["birth_date"], on)
    found = set(facts.get("recorded", []))
    if months // 12 >= latest(stack, {"national": 65, "urban-team": 55}):
        found.add("elderly")
    if months <= latest(stack, {"national": 7 * 12 - 1, "urban-team": 36, "village-centre": 36}):
        found.add("child")
    delivered = facts.get("delivered_on")
    if facts.get("pregnant") or (delivered and delivered <= on <= delivered + 42 * DAY):
        found.add("maternal")
    key, special = (set(latest(stack, lists, "").split()) for lists in (KEY, SPECIAL))
    return {"groups": found, "key": bool(found & key), "special": bool(found & special)}


def term(facts: dict, on: date, stack: list[str]) -> dict:
    kind, signed, years = facts["kind"], facts.get("signed_on", on), facts.get("years", 1)
    breaches, start, previous = set(), signed, facts.get("previous_ends_on")
    if kind == "supplementary":
        days = facts.get("course_days")
        breaches = {"B_COURSE_REQUIRED"} if days is None else {"B_TERM_TOO_SHORT"} if days < 1 else set()
        return _term(signed, None if days is None else signed + (days - 1) * DAY, breaches)
    if kind == "renewal" and previous is not None:
        start = max(signed, previous + DAY)
    if "household-village" in stack:
        return _term(start, date(signed.year + 1 if kind == "first" else start.year, 12, 31), breaches)
    if years < 1:
        breaches = {"B_TERM_TOO_SHORT"}
    if years > (1 if kind == "first" and "shandong-2022" in stack else 3):
        breaches = {"B_TERM_TOO_LONG"}
    return _term(start, plus_months(start, 12 * years) - DAY, breaches)


def _term(start: date, end: date | None, breaches: set[str]) -> dict:
    return {"starts_on": start, "ends_on": end, "allowed": not breaches, "breaches": breaches}


def signing(facts: dict, on: date, stack: list[str]) -> dict:
    kind, replaces = facts.get("kind", "first"), facts.get("is_replacement", False)
    resident = {"age": 40, "months_resident": 12, "alive": True, "in_area": True} | facts.get("resident", {})
    team = {"id": "T1", "households": 0} | facts.get("team", {})
    doctor = {"role": "gp", "persons": 0} | facts.get("doctor", {})
    active, other = resident.get("active_team"), resident.get("household_team")
    joins = {"households": int(facts.get("unit") == "household"), "persons": 1} | facts.get("joins", {})
    if replaces or (kind == "renewal" and active == team["id"]):
        joins = {"households": 0, "persons": 0}
    households, persons = team["households"] + joins["households"], doctor["persons"] + joins["persons"]
    by_household = "household-village" in stack
    cap = latest(stack, {"urban-team": 400, "household-village": 1500})
    village_doctor = doctor["role"] == "village_doctor" and "severe-chronic-poor" in stack
    laws = {
        "B_DECEASED": not resident["alive"],
        "B_NOT_RESIDENT_LONG_ENOUGH": resident["months_resident"] < 6,
        "B_ALREADY_SIGNED": active is not None and not replaces and kind == "first",
        "B_HOUSEHOLD_OTHER_TEAM": by_household and other not in (None, team["id"]),
        "B_TEAM_HOUSEHOLDS": cap is not None and households > cap,
        "B_DOCTOR_PERSONS": (by_household and persons > 1500) or (village_doctor and persons > 1000),
        "B_SIGNER_NOT_QUALIFIED": not _may_sign(doctor, set(resident.get("groups", [])), stack),
        "B_OUTSIDE_WINDOW": by_household and kind != "supplementary" and on.month < 10,
        "B_GUARDIAN_REQUIRED": resident["age"] < 18 and not resident.get("has_guardian"),
    }
    near = cap is not None and households * 10 >= cap * 9
    outside = "W_OUT_OF_TOWNSHIP" if "community-2018" in stack else "W_OUT_OF_AREA"
    warnings = {"W_TEAM_NEAR_LIMIT": near, outside: not resident["in_area"]}
    breaches = {code for code, holds in laws.items() if holds}
    return {"allowed": not breaches, "breaches": breaches, "warnings": {code for code in warnings if warnings[code]}}


def _may_sign(doctor: dict, groups: set[str], stack: list[str]) -> bool:
    if doctor["role"] in SIGNERS or "county-2018" not in stack:
        return doctor["role"] in SIGNERS
    if doctor["role"] == "mch_physician":
        return bool(groups & {"child", "maternal"})
    is_licensed = "mental_health" in doctor.get("qualifications", [])
    return doctor["role"] == "mental_prevention_doctor" and "mental_disorder" in groups and is_licensed


def renewal(facts: dict, on: date, stack: list[str]) -> dict:
    ends_on, told = facts["ends_on"], facts.get("notified_on")
    notice_from = ends_on - 60 * DAY
    if on < notice_from:
        state = "not_due"
    elif on <= ends_on:
        state = "notified" if told and told <= on else "notice_due"
    else:
        silent = {"severe-chronic-poor", "household-village"} & set(stack)
        in_silence = silent and told and told <= ends_on and not facts.get("resident_objects")
        state = "renewed" if in_silence else "lapses"
    return {"state": state, "renews_automatically": state == "renewed", "notice_from": notice_from}


def termination(facts: dict, on: date, stack: list[str]) -> dict:
    breaches = set()
    if facts["reason"] in ("own_wish", "service_not_performed"):
        if not facts.get("confirmed_by_resident"):
            breaches.add("B_RESIDENT_CONFIRMATION_MISSING")
        if "household-village" in stack and not facts.get("confirmed_by_team"):
            breaches.add("B_TEAM_CONFIRMATION_MISSING")
    return {"allowed": not breaches, "effective_on": on, "breaches": breaches}


def record_open_by(facts: dict, on: date, stack: list[str]) -> dict:
    last = date(facts.get("signed_on", on).year + 1, 3, 1) - DAY
    return {"open_by": last if "county-2018" in stack else None}


def effective(facts: dict, on: date, stack: list[str]) -> dict:
    signed, ends_on, done = facts["signed_on"], facts["ends_on"], facts.get("fulfilled", {})
    day = max(min(on, ends_on), signed)
    years = months_between(signed, day) // 12
    began = plus_months(signed, 12 * years)
    year_end = min(plus_months(signed, 12 * years + 12) - DAY, ends_on)
    after_ninety, last_ninety = int(day >= signed + 90 * DAY), int(day > year_end - 90 * DAY)
    by_quarter = 4 * months_between(began, day) // 12
    asked = {
        "hypertension": {"follow_up_hypertension": by_quarter, "assessment": after_ninety},
        "diabetes": {"follow_up_diabetes": by_quarter, "assessment": after_ninety},
        "elderly": {"elderly_check": last_ninety, "elderly_tcm": last_ninety},
        "mental_disorder": {"follow_up_mental": by_quarter},
    }
    due = {"contact": after_ninety}
    for group in facts.get("groups", []):
        due |= asked.get(group, {})
    given = done | {"contact": sum(done.values())}
    missing = [
        {"item": item, "due": count, "done": given.get(item, 0)}
        for item, count in sorted(due.items())
        if given.get(item, 0) < count
    ]
    holds = facts.get("complete", True) and sum(done.values()) > 0 and not missing and on <= ends_on
    return {"effective": holds, "missing": missing}


TWINS = {
    "people.groups.derive": groups,
    "agreements.term": term,
    "agreements.signing": signing,
    "agreements.renewal": renewal,
    "agreements.termination": termination,
    "agreements.record_open_by": record_open_by,
    "agreements.effective": effective,
}
