"""Properties of the scores and classes of care that no single worked case shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.care.decisions.deciding import error_of, taken

LEVELS = ["independent", "mild", "moderate", "dependent"]
RISKS = ["none", "low", "medium", "high", "very_high"]
GRADES = ["normal", "high_normal", "grade_1", "grade_2", "grade_3"]
STABILITY = ["stable", "basically_stable", "unstable"]
FORM = {
    "eating": [0, 3, 5],
    "grooming": [0, 1, 3, 7],
    "dressing": [0, 3, 5],
    "toilet": [0, 1, 5, 10],
    "movement": [0, 1, 5, 10],
}
on_the_form = st.fixed_dictionaries({item: st.sampled_from(points) for item, points in FORM.items()})
pressures = st.fixed_dictionaries(
    {
        "systolic": st.integers(80, 220),
        "diastolic": st.integers(40, 130),
        "risk_factors": st.integers(0, 5),
        "organ_damage": st.booleans(),
        "diabetes": st.sampled_from(["none", "uncomplicated", "complicated"]),
        "ckd_stage": st.integers(0, 5),
        "clinical_complication": st.booleans(),
    }
)
mental = st.fixed_dictionaries(
    {
        "danger": st.integers(0, 5),
        "symptoms_present": st.booleans(),
        "insight": st.sampled_from(["complete", "partial", "none"]),
        "social_function": st.sampled_from(["good", "fair", "poor"]),
        "self_harm": st.booleans(),
    }
)
person = st.fixed_dictionaries(
    {
        "sex": st.sampled_from(["male", "female"]),
        "age": st.integers(35, 74),
        "systolic": st.integers(90, 200),
        "treated": st.booleans(),
        "total_cholesterol_mg_dl": st.integers(100, 350),
        "hdl_mg_dl": st.integers(20, 100),
        "waist_cm": st.integers(60, 130),
        "smoker": st.booleans(),
        "diabetes": st.booleans(),
        "north": st.booleans(),
        "urban": st.booleans(),
        "family_history": st.booleans(),
    }
)
RISK_FACTS = {"sex": "male", "age": 50, "systolic": 120, "bmi": 24, "waist_cm": 85, "family_history": False}


@given(on_the_form, st.sampled_from(sorted(FORM)))
def test_more_points_of_one_item_are_never_a_lighter_level(answers, item):
    heavier = answers | {item: max(FORM[item])}
    light, heavy = (taken("elderly.self_care", one) for one in (answers, heavier))
    assert LEVELS.index(light["level"]) <= LEVELS.index(heavy["level"])
    assert light["score"] == sum(answers.values())


@given(on_the_form, st.sampled_from(sorted(FORM)), st.integers(-20, 40))
def test_only_the_points_of_the_form_are_valid(answers, item, value):
    assert taken("elderly.self_care", answers | {item: value})["valid"] is (value in FORM[item])


@given(pressures, st.integers(0, 60), st.integers(0, 60))
def test_a_higher_pressure_is_never_a_lower_grade_or_risk(facts, more_systolic, more_diastolic):
    higher = facts | {
        "systolic": facts["systolic"] + more_systolic,
        "diastolic": facts["diastolic"] + more_diastolic,
    }
    low, high = (taken("hypertension.stratify", one) for one in (facts, higher))
    assert GRADES.index(low["grade"]) <= GRADES.index(high["grade"])
    assert RISKS.index(low["risk"]) <= RISKS.index(high["risk"])


@given(pressures)
def test_whatever_is_added_never_lowers_the_risk(facts):
    worse = [
        facts | {"risk_factors": facts["risk_factors"] + 1},
        facts | {"organ_damage": True},
        facts | {"diabetes": "complicated"},
        facts | {"ckd_stage": facts["ckd_stage"] + 1},
        facts | {"clinical_complication": True},
    ]
    before = RISKS.index(taken("hypertension.stratify", facts)["risk"])
    assert all(before <= RISKS.index(taken("hypertension.stratify", one)["risk"]) for one in worse)


@given(mental)
def test_more_danger_is_never_more_stable(facts):
    classes = [taken("mental.classify", facts | {"danger": danger}) for danger in range(6)]
    order = [STABILITY.index(one["classification"]) for one in classes]
    assert order == sorted(order)
    assert all((one["referral"] == "urgent") is (one["classification"] == "unstable") for one in classes)


@given(st.lists(st.integers(1, 5), min_size=33, max_size=33))
def test_a_balanced_resident_has_no_other_constitution(answers):
    outcome = taken("tcm.constitution", {"answers": answers})
    others = [verdict for kind, verdict in outcome["verdicts"].items() if kind != "balanced"]
    assert len(others) == 8 and set(outcome["scores"]) == set(outcome["verdicts"])
    if outcome["verdicts"]["balanced"] == "yes":
        assert set(others) == {"no"}
    if outcome["verdicts"]["balanced"] == "basically":
        assert set(others) == {"no", "tends"}


@given(person, st.integers(1, 40))
def test_a_higher_pressure_is_never_a_lower_ten_year_risk(facts, more):
    low = taken("ascvd.china_par", facts)
    high = taken("ascvd.china_par", facts | {"systolic": facts["systolic"] + more})
    assert 0 <= low["risk_percent"] <= high["risk_percent"] <= 100


@given(person, st.sampled_from(["age", "smoker", "family_history", "waist_cm", "sex", "treated"]), st.booleans())
def test_without_one_input_there_is_no_risk_and_the_reason_names_it(facts, name, leave_out):
    facts = {key: value for key, value in facts.items() if key != name} if leave_out else facts | {name: None}
    outcome = taken("ascvd.china_par", facts)
    assert (outcome["available"], outcome["risk_percent"], outcome["level"]) == (False, None, None)
    assert outcome["reasons"][0]["code"] == "RISK_INPUT_MISSING"


def test_a_risk_says_that_some_of_its_coefficients_are_to_be_verified():
    facts = {
        "sex": "male", "age": 60, "systolic": 150, "treated": True, "total_cholesterol_mg_dl": 200, "hdl_mg_dl": 45,
        "waist_cm": 90, "smoker": False, "diabetes": True, "north": True, "urban": False, "family_history": True,
    }  # fmt: skip
    sources = {reason["parameter"]: reason["source"] for reason in taken("ascvd.china_par", facts)["reasons"]}
    assert sources["ascvd.treated_coefficients"]["confidence"] == "known_medium"
    assert sources["ascvd.baseline_survival"]["confidence"] == "known_medium"


@given(st.integers(20, 74), st.integers(80, 200), st.floats(15, 45), st.floats(50, 130), st.booleans())
def test_the_diabetes_score_lies_between_0_and_51_and_rises_with_each_item(age, systolic, bmi, waist, history):
    facts = RISK_FACTS | {
        "age": age,
        "systolic": systolic,
        "bmi": bmi,
        "waist_cm": waist,
        "family_history": history,
    }
    score = taken("diabetes.risk_score", facts)["score"]
    assert 0 <= score <= 51
    for more in ({"systolic": systolic + 10}, {"bmi": bmi + 2}, {"waist_cm": waist + 5}, {"family_history": True}):
        assert taken("diabetes.risk_score", facts | more)["score"] >= score


@pytest.mark.parametrize(
    ("name", "facts", "code"),
    [
        ("elderly.self_care", {"eating": 0, "grooming": 0, "dressing": 0, "toilet": 0}, "E_FACT_MISSING"),
        ("elderly.self_care", dict.fromkeys(FORM), "E_FACT_NULL"),
        ("elderly.self_care", dict.fromkeys(FORM, 0) | {"eating": "0"}, "E_FACT_TYPE"),
        ("elderly.self_care", dict.fromkeys(FORM, 0) | {"eating": False}, "E_FACT_TYPE"),
        ("tcm.constitution", {}, "E_FACT_MISSING"),
        ("tcm.constitution", {"answers": None}, "E_FACT_NULL"),
        ("tcm.constitution", {"answers": "3" * 33}, "E_FACT_TYPE"),
        ("mental.classify", {"danger": 6, "insight": "none", "social_function": "poor"}, "E_FACT_VALUE"),
        ("mental.classify", {"danger": -1, "insight": "none", "social_function": "poor"}, "E_FACT_VALUE"),
        ("mental.classify", {"danger": 1.0, "insight": "none", "social_function": "poor"}, "E_FACT_TYPE"),
        ("mental.classify", {"danger": 1, "social_function": "poor"}, "E_FACT_MISSING"),
        ("mental.classify", {"danger": 1, "insight": "none"}, "E_FACT_MISSING"),
        ("mental.classify", {"danger": 1, "insight": "bad", "social_function": "poor"}, "E_FACT_CODE"),
        ("mental.classify", {"danger": 1, "insight": None, "social_function": "poor"}, "E_FACT_NULL"),
        ("hypertension.stratify", {"systolic": 150}, "E_FACT_MISSING"),
        ("hypertension.stratify", {"systolic": 150, "diastolic": 90, "diabetes": "yes"}, "E_FACT_CODE"),
        ("hypertension.stratify", {"systolic": 150, "diastolic": 90, "ckd_stage": None}, "E_FACT_NULL"),
        ("hypertension.stratify", {"systolic": 150, "diastolic": 90, "age": 50}, "E_FACT_UNKNOWN"),
        ("ascvd.china_par", {"sex": "m"}, "E_FACT_CODE"),
        ("ascvd.china_par", {"age": "60"}, "E_FACT_TYPE"),
        ("ascvd.china_par", {"smoker": 1}, "E_FACT_TYPE"),
        ("ascvd.china_par", {"systolic": 0}, "E_FACT_VALUE"),
        ("ascvd.china_par", {"bmi": 24}, "E_FACT_UNKNOWN"),
        ("diabetes.risk_score", RISK_FACTS | {"age": None}, "E_FACT_NULL"),
        ("diabetes.risk_score", RISK_FACTS | {"family_history": None}, "E_FACT_NULL"),
        ("diabetes.risk_score", RISK_FACTS | {"sex": "unknown"}, "E_FACT_CODE"),
        ("diabetes.risk_score", {"sex": "male"}, "E_FACT_MISSING"),
    ],
)
def test_facts_that_do_not_fit_are_refused(name, facts, code):
    assert error_of(name, facts) == code
