"""The decisions of care read a second time, plainly, from their contract; nothing of the software is used here.

Each function takes facts (days as `date`) and the day, and answers the outcome under the national rules.
"""

from datetime import date
from math import exp, log

from tests.contract.twin import DAY, plus_months

HYPERTENSION_ALARMS = [
    "consciousness_change",
    "severe_headache",
    "severe_dizziness",
    "vomiting",
    "blurred_vision",
    "eye_pain",
    "palpitations",
    "chest_tightness",
    "orthopnoea",
]
DIABETES_ALARMS = [
    "consciousness_change",
    "acetone_breath",
    "palpitations",
    "sweating",
    "nausea_vomiting",
    "polydipsia_polyuria",
    "abdominal_pain",
    "deep_breathing",
    "flushed_skin",
    "vision_loss",
]
RISKS = {
    "no": ["none", "low", "medium", "high"],
    "some": ["low", "medium", "high", "very_high"],
    "many": ["high", "high", "high", "very_high"],
    "sick": ["very_high"] * 4,
}
CONSTITUTIONS = {
    "qi_deficiency": (2, 3, 4, 14),
    "yang_deficiency": (11, 12, 13, 29),
    "yin_deficiency": (10, 21, 26, 31),
    "phlegm_damp": (9, 16, 28, 32),
    "damp_heat": (23, 25, 27, 30),
    "blood_stasis": (19, 22, 24, 33),
    "qi_stagnation": (5, 6, 7, 8),
    "special": (15, 17, 18, 20),
}
FORM = {
    "eating": (0, 3, 5),
    "grooming": (0, 1, 3, 7),
    "dressing": (0, 3, 5),
    "toilet": (0, 1, 5, 10),
    "movement": (0, 1, 5, 10),
}
MONTHS = (1, 3, 6, 8, 12, 18, 24, 30, 36)
WEEKS = {"early": (0, 12), "mid_1": (16, 20), "mid_2": (21, 24), "late_1": (28, 36), "late_2": (37, 40)}


def _follow_up(facts: dict, uncontrolled: bool, urgent: bool) -> dict:
    hard = facts.get("adverse_reaction_hard", False)
    complication = facts.get("new_complication") or facts.get("worse_complication")
    if complication:
        found = "complication"
    elif hard or facts.get("adverse_reaction"):
        found = "adverse_reaction"
    else:
        found = "not_controlled" if uncontrolled else "controlled"
    again = found == "not_controlled" and facts.get("previous") == "not_controlled"
    sent = "urgent" if urgent else "advised" if again or hard or complication else "none"
    days = 90 if found == "controlled" and sent == "none" else 14
    return {"classification": found, "referral": sent, "next_within_days": days}


def hypertension(facts: dict, on: date) -> dict:
    high, low = facts["systolic"], facts["diastolic"]
    uncontrolled = high >= (150 if facts["age"] >= 65 else 140) or low >= 90
    urgent = high >= 180 or low >= 110 or bool(set(facts.get("symptoms", [])) & set(HYPERTENSION_ALARMS))
    pregnant = facts.get("pregnant_or_lactating") and (high >= 140 or low >= 90)
    return _follow_up(facts, uncontrolled, urgent or bool(pregnant))


def diabetes(facts: dict, on: date) -> dict:
    glucose = facts["fasting_glucose"]
    urgent = (
        glucose >= 16.7
        or glucose <= 3.9
        or facts.get("systolic", 120) >= 180
        or facts.get("diastolic", 75) >= 110
        or facts.get("pulse", 75) > 100
        or facts.get("temperature", 36.5) > 39
        or (facts.get("pregnant_or_lactating", False) and glucose >= 7.0)
        or bool(set(facts.get("symptoms", [])) & set(DIABETES_ALARMS))
    )
    return _follow_up(facts, glucose >= 7.0 or glucose <= 3.9, urgent)


def stratify(facts: dict, on: date) -> dict:
    high, low = facts["systolic"], facts["diastolic"]
    by_high = sum(high >= limit for limit in (120, 140, 160, 180))
    by_low = sum(low >= limit for limit in (80, 90, 100, 110))
    grade = max(by_high, by_low)
    diabetes_kind, ckd = facts.get("diabetes", "none"), facts.get("ckd_stage", 0)
    if facts.get("clinical_complication") or ckd >= 4 or diabetes_kind == "complicated":
        row = "sick"
    elif facts.get("risk_factors", 0) >= 3 or facts.get("organ_damage") or ckd == 3 or diabetes_kind == "uncomplicated":
        row = "many"
    else:
        row = "some" if facts.get("risk_factors", 0) else "no"
    return {
        "grade": ["normal", "high_normal", "grade_1", "grade_2", "grade_3"][grade],
        "isolated_systolic": high >= 140 and low < 90,
        "risk": RISKS[row][grade - 1] if high >= 130 or low >= 85 else "none",
    }


def self_care(facts: dict, on: date) -> dict:
    if any(facts[item] not in values for item, values in FORM.items()):
        return {"valid": False, "score": None, "level": None}
    score = sum(facts.values())
    level = "independent" if score <= 3 else "mild" if score <= 8 else "moderate" if score <= 18 else "dependent"
    return {"valid": True, "score": score, "level": level}


def constitution(facts: dict, on: date) -> dict:
    answers = facts["answers"]
    if len(answers) != 33 or any(not 1 <= answer <= 5 for answer in answers):
        return {"valid": False, "scores": None, "verdicts": None}
    sums = {kind: sum(answers[item - 1] for item in items) for kind, items in CONSTITUTIONS.items()}
    verdicts = {kind: "yes" if total >= 11 else "tends" if total >= 9 else "no" for kind, total in sums.items()}
    balanced = answers[0] + sum(6 - answers[item - 1] for item in (2, 4, 5, 13))
    verdict = "no"
    if balanced >= 17 and max(sums.values()) <= 10:
        verdict = "yes" if max(sums.values()) <= 8 else "basically"
    return {"valid": True, "scores": sums | {"balanced": balanced}, "verdicts": verdicts | {"balanced": verdict}}


def mental(facts: dict, on: date) -> dict:
    alarms = ("self_harm", "acute_drug_reaction", "serious_illness")
    if facts["danger"] >= 3 or any(facts.get(name) for name in alarms):
        return {"classification": "unstable", "referral": "urgent", "next_within_days": 14}
    poor = facts["insight"] == "none" or facts["social_function"] == "poor"
    if facts["danger"] >= 1 or facts.get("symptoms_present") or poor:
        return {"classification": "basically_stable", "referral": "none", "next_within_days": 14}
    return {"classification": "stable", "referral": "none", "next_within_days": 90}


def china_par(facts: dict, on: date) -> dict:
    names = [
        "sex",
        "age",
        "systolic",
        "treated",
        "total_cholesterol_mg_dl",
        "hdl_mg_dl",
        "waist_cm",
        "smoker",
        "diabetes",
        "north",
        "urban",
    ]
    if any(facts.get(name) is None for name in (*names, "family_history")) or not 35 <= facts["age"] <= 74:
        return {"available": False, "risk_percent": None, "level": None}
    age, pressure = log(facts["age"]), log(facts["systolic"])
    fats = log(facts["total_cholesterol_mg_dl"]), log(facts["hdl_mg_dl"]), log(facts["waist_cm"])
    smoker, diabetic, north, urban, history = (
        int(facts[name]) for name in ("smoker", "diabetes", "north", "urban", "family_history")
    )
    if facts["sex"] == "male":
        total = 31.97 * age + 0.62 * fats[0] - 0.69 * fats[1] - 0.71 * fats[2]
        total += (27.39 - 6.02 * age if facts["treated"] else 26.15 - 5.73 * age) * pressure
        total += (3.96 - 0.94 * age) * smoker + 0.36 * diabetic + 0.48 * north - 0.16 * urban
        total += (6.22 - 1.53 * age) * history - 140.68
        risk = 100 * (1 - 0.97 ** exp(total))
    else:
        total = 24.87 * age + 0.06 * fats[0] - 0.22 * fats[1] + 1.48 * fats[2]
        total += (20.71 - 4.53 * age if facts["treated"] else 19.98 - 4.36 * age) * pressure
        total += 0.49 * smoker + 0.57 * diabetic + 0.54 * north - 117.26
        risk = 100 * (1 - 0.99 ** exp(total))
    level = "low" if risk < 5 else "moderate" if risk < 10 else "high"
    return {"available": True, "risk_percent": risk, "level": level}


def risk_score(facts: dict, on: date) -> dict:
    if not 20 <= facts["age"] <= 74:
        return {"available": False, "score": None, "advise_ogtt": None}
    shift = 0 if facts["sex"] == "male" else 5
    bands = [
        (facts["age"], (25, 35, 40, 45, 50, 55, 60, 65), (0, 4, 8, 11, 12, 13, 15, 16, 18)),
        (facts["systolic"], (110, 120, 130, 140, 150, 160), (0, 1, 3, 6, 7, 8, 10)),
        (facts["bmi"], (22, 24, 30), (0, 1, 3, 5)),
        (facts["waist_cm"] + shift, (75, 80, 85, 90, 95), (0, 3, 5, 7, 8, 10)),
    ]
    score = sum(points[sum(value >= limit for limit in limits)] for value, limits, points in bands)
    score += 2 * (facts["sex"] == "male") + 6 * facts["family_history"]
    return {"available": True, "score": score, "advise_ogtt": score >= 25}


def _first_open(visits: list[tuple], done: list[str], on: date) -> dict:
    for code, due_on, from_on, to_on in visits:
        if code not in done and on <= to_on:
            state = "upcoming" if on < from_on else "due"
            return {"code": code, "due_on": due_on, "from_on": from_on, "to_on": to_on, "state": state}
    return dict.fromkeys(("code", "due_on", "from_on", "to_on", "state"))


def _closed(visits: list[tuple], done: list[str], by: date) -> set[str]:
    return {code for code, _, _, to_on in visits if code not in done and to_on < by}


def child(facts: dict, on: date) -> dict:
    born, done = facts["birth_date"], facts.get("done", [])
    home = facts.get("discharged_on") or born
    visits = [("newborn", home + 7 * DAY, home, home + 7 * DAY)]
    for months in MONTHS:
        due = plus_months(born, months)
        visits.append((f"month_{months}", due, due - 15 * DAY, due + 30 * DAY))
    for years in (4, 5, 6):
        due = plus_months(born, 12 * years)
        visits.append((f"year_{years}", due, due - 30 * DAY, due + 60 * DAY))
    return _first_open(visits, done, on) | {"missed": _closed(visits, done, on)}


def maternal(facts: dict, on: date) -> dict:
    start, done = facts["last_period_on"], facts.get("done", [])
    before = [
        (code, start + (7 * last + 6) * DAY, start + 7 * first * DAY, start + (7 * last + 6) * DAY)
        for code, (first, last) in WEEKS.items()
    ]
    delivered = facts.get("delivered_on")
    if delivered is None or delivered > on:
        return _first_open(before, done, on) | {"missed": _closed(before, done, on)}
    home = facts.get("discharged_on") or delivered
    after = [
        ("postpartum_home", home + 7 * DAY, home, home + 7 * DAY),
        ("postpartum_42", delivered + 42 * DAY, delivered + 42 * DAY, delivered + 56 * DAY),
    ]
    return _first_open(after, done, on) | {"missed": _closed(before, done, delivered) | _closed(after, done, on)}


def next_due(facts: dict, on: date) -> dict:
    programme, last, asked = facts["programme"], facts.get("last_on"), facts.get("last_next_within_days")
    since, window = last or facts["enrolled_on"], 0
    if last and asked is not None:
        due = since + asked * DAY
        window = 15 if asked == 90 and programme in ("hypertension", "diabetes", "mental_disorder", "copd") else 0
    elif programme in ("hypertension", "diabetes", "mental_disorder", "copd"):
        due, window = since + 90 * DAY, 15
    elif programme == "tuberculosis":
        often = facts.get("supervision", "staff") == "family" and facts.get("phase") == "intensive"
        due = since + 10 * DAY if often else plus_months(since, 1)
    elif programme == "chronic_infection":
        due = plus_months(since, 6)
    else:
        due = plus_months(since, 12)
    return {"due_on": due, "from_on": due - window * DAY, "to_on": due + window * DAY}


TWINS = {
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
