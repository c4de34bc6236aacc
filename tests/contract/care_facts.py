"""Facts around the boundaries of the decisions of care, drawn by chance from a seed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.contract.care_twin import DIABETES_ALARMS, FORM, HYPERTENSION_ALARMS, MONTHS, WEEKS
from tests.contract.facts import Draw
from tests.contract.twin import DAY, plus_months

CLASSES = ["controlled", "not_controlled", "adverse_reaction", "complication"]
PROGRAMMES = [
    "hypertension",
    "diabetes",
    "elderly",
    "elderly_tcm",
    "mental_disorder",
    "tuberculosis",
    "chronic_infection",
    "copd",
    "disabled",
    "special_family",
    "lonely_elderly",
]
CHILD = ["newborn", *(f"month_{months}" for months in MONTHS), "year_4", "year_5", "year_6"]


def _pressure(draw: Draw) -> dict[str, Any]:
    return {"systolic": draw.near(120, 140, 150, 160, 180), "diastolic": draw.near(75, 80, 85, 90, 100, 110)}


def _seldom(draw: Draw) -> bool:
    return draw.chance.random() < 0.15


def _follow_up(draw: Draw, alarms: list[str]) -> dict[str, Any]:
    return draw.perhaps(
        symptoms=draw.some([*alarms, "other", "cough"], 1) if _seldom(draw) else [],
        adverse_reaction=_seldom(draw),
        adverse_reaction_hard=_seldom(draw),
        new_complication=_seldom(draw),
        worse_complication=_seldom(draw),
        pregnant_or_lactating=_seldom(draw),
        previous=draw.chance.choice([None, *CLASSES]),
    )


def hypertension(draw: Draw, on: date) -> dict[str, Any]:
    return {"age": draw.near(40, 65)} | _pressure(draw) | _follow_up(draw, HYPERTENSION_ALARMS)


def diabetes(draw: Draw, on: date) -> dict[str, Any]:
    glucose = draw.chance.choice([3.8, 3.9, 4.0, 5.5, 6.0, 6.9, 7.0, 7.1, 16.6, 16.7, 16.8])
    signs = draw.perhaps(pulse=draw.near(80, 100), temperature=draw.chance.choice([36.5, 38.9, 39, 39.1]))
    return {"fasting_glucose": glucose} | signs | draw.perhaps(**_pressure(draw)) | _follow_up(draw, DIABETES_ALARMS)


def stratify(draw: Draw, on: date) -> dict[str, Any]:
    return _pressure(draw) | draw.perhaps(
        risk_factors=draw.near(0, 3),
        organ_damage=_seldom(draw),
        diabetes=draw.chance.choice(["none", "none", "uncomplicated", "complicated"]),
        ckd_stage=draw.near(0, 3),
        clinical_complication=_seldom(draw),
    )


def self_care(draw: Draw, on: date) -> dict[str, Any]:
    return {item: draw.near(*values) if _seldom(draw) else draw.chance.choice(values) for item, values in FORM.items()}


def constitution(draw: Draw, on: date) -> dict[str, Any]:
    usual = draw.chance.choice([(1, 2), (1, 2, 3), (1, 1, 2, 3, 4, 5), (1, 1, 1, 2)])
    answers = [draw.chance.choice(usual) for _ in range(33)]
    answers[0] = draw.chance.choice([3, 4, 5])
    return {"answers": answers[:-1] if draw.chance.random() < 0.05 else answers}


def mental(draw: Draw, on: date) -> dict[str, Any]:
    return {
        "danger": draw.chance.choice([0, 0, 0, 1, 2, 3, 4, 5]),
        "insight": draw.chance.choice(["complete", "partial", "none"]),
        "social_function": draw.chance.choice(["good", "fair", "poor"]),
    } | draw.perhaps(
        symptoms_present=draw.flag(),
        self_harm=_seldom(draw),
        acute_drug_reaction=_seldom(draw),
        serious_illness=_seldom(draw),
    )


def china_par(draw: Draw, on: date) -> dict[str, Any]:
    chance = draw.chance
    facts: dict[str, Any] = {
        "sex": chance.choice(["male", "female"]),
        "age": draw.near(35, 50, 60, 74),
        "systolic": draw.near(110, 130, 150, 180),
        "total_cholesterol_mg_dl": chance.randrange(120, 300),
        "hdl_mg_dl": chance.uniform(25, 90),
        "waist_cm": chance.uniform(60, 120),
    }
    facts |= {name: draw.flag() for name in ("treated", "smoker", "diabetes", "north", "urban", "family_history")}
    if _seldom(draw):
        facts[chance.choice(list(facts))] = None
    if _seldom(draw):
        facts.pop(chance.choice(list(facts)))
    return facts


def risk_score(draw: Draw, on: date) -> dict[str, Any]:
    return {
        "sex": draw.chance.choice(["male", "female"]),
        "age": draw.near(20, 25, 35, 40, 45, 50, 55, 60, 65, 74),
        "systolic": draw.near(110, 120, 130, 140, 150, 160),
        "bmi": draw.chance.choice([20, 21.9, 22, 23.9, 24, 29.9, 30, 31]),
        "waist_cm": draw.near(70, 75, 80, 85, 90, 95) + draw.chance.choice([0, 0.5]),
        "family_history": draw.flag(),
    }


def child(draw: Draw, on: date) -> dict[str, Any]:
    age = draw.chance.choice([0, *MONTHS, 48, 60, 72])
    near = [-61, -60, -31, -30, -29, -16, -15, -14, 0, 7, 8, 14, 15, 16, 29, 30, 31, 60, 61]
    born = plus_months(on, -age) - draw.chance.choice(near) * DAY
    home = draw.chance.choice([None, born, born + 3 * DAY, on, on - 7 * DAY, on - 8 * DAY])
    return {"birth_date": born} | draw.perhaps(discharged_on=home, done=draw.some(CHILD, len(CHILD)))


def maternal(draw: Draw, on: date) -> dict[str, Any]:
    edges = [7 * week for first, last in WEEKS.values() for week in (first, last + 1)]
    start = on - draw.near(*edges) * DAY
    home = draw.chance.choice([None, on - 6 * DAY, on - 7 * DAY, on - 8 * DAY])
    delivered = None
    if draw.flag():
        start = on - draw.chance.choice([250, 280, 300, 330]) * DAY
        delivered = on - draw.near(0, 7, 42, 56) * DAY + draw.chance.choice([0, 0, 0, 70]) * DAY
    done = draw.some([*WEEKS, "postpartum_home", "postpartum_42"], 7)
    return {"last_period_on": start} | draw.perhaps(delivered_on=delivered, discharged_on=home, done=done)


def next_due(draw: Draw, on: date) -> dict[str, Any]:
    return {"programme": draw.chance.choice(PROGRAMMES), "enrolled_on": draw.day()} | draw.perhaps(
        last_on=draw.chance.choice([None, draw.day()]),
        last_next_within_days=draw.chance.choice([None, None, 14, 90, 30]),
        supervision=draw.chance.choice(["staff", "family"]),
        phase=draw.chance.choice(["intensive", "continuation"]),
    )


DRAWN: dict[str, Callable[[Draw, date], dict[str, Any]]] = {
    "care.hypertension.classify": hypertension,
    "care.diabetes.classify": diabetes,
    "care.hypertension.stratify": stratify,
    "care.elderly.self_care": self_care,
    "care.tcm.constitution": constitution,
    "care.mental.classify": mental,
    "care.ascvd.china_par": china_par,
    "care.diabetes.risk_score": risk_score,
    "care.child.next_visit": child,
    "care.maternal.next_visit": maternal,
    "care.programme.next_due": next_due,
}
