"""Properties of care.hypertension.classify and care.diabetes.classify that no single worked case shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.care.decisions.deciding import error_of, taken

CLASSES = ["controlled", "not_controlled", "adverse_reaction", "complication"]
REFERRALS = ["none", "advised", "urgent"]
flags = {
    name: st.booleans()
    for name in (
        "adverse_reaction",
        "adverse_reaction_hard",
        "new_complication",
        "worse_complication",
        "pregnant_or_lactating",
    )
}
shared = {
    **flags,
    "symptoms": st.lists(st.sampled_from(["palpitations", "eye_pain", "sweating", "other"]), max_size=2),
    "previous": st.none() | st.sampled_from(CLASSES),
}
hypertension = st.fixed_dictionaries(
    {"age": st.integers(18, 100), "systolic": st.integers(80, 220), "diastolic": st.integers(40, 130), **shared}
)
diabetes = st.fixed_dictionaries({"fasting_glucose": st.floats(1, 30), "pulse": st.integers(40, 140), **shared})


def severity(outcome):
    return CLASSES.index(outcome["classification"]), REFERRALS.index(outcome["referral"])


@given(hypertension, st.integers(0, 60), st.integers(0, 60))
def test_a_higher_pressure_is_never_a_better_class_or_a_slower_referral(facts, more_systolic, more_diastolic):
    higher = facts | {
        "systolic": facts["systolic"] + more_systolic,
        "diastolic": facts["diastolic"] + more_diastolic,
    }
    mild, grave = (severity(taken("hypertension.classify", one)) for one in (facts, higher))
    assert mild[0] <= grave[0] and mild[1] <= grave[1]


@given(diabetes, st.floats(0, 20))
def test_more_glucose_above_the_low_limit_is_never_a_better_class(facts, more):
    facts = facts | {"fasting_glucose": max(facts["fasting_glucose"], 4.0)}
    higher = facts | {"fasting_glucose": facts["fasting_glucose"] + more}
    mild, grave = (severity(taken("diabetes.classify", one)) for one in (facts, higher))
    assert mild[0] <= grave[0] and mild[1] <= grave[1]


@pytest.mark.parametrize(("name", "facts"), [("hypertension", hypertension), ("diabetes", diabetes)])
def test_only_who_is_controlled_and_not_referred_waits_three_months(name, facts):
    @given(facts)
    def holds(given_facts):
        outcome = taken(f"{name}.classify", given_facts)
        waits = (outcome["classification"], outcome["referral"]) == ("controlled", "none")
        assert outcome["next_within_days"] == (90 if waits else 14)
        assert outcome["reasons"]

    holds()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"systolic": 130, "diastolic": 80}, "E_FACT_MISSING"),
        ({"age": 50, "diastolic": 80}, "E_FACT_MISSING"),
        ({"age": 50, "systolic": 130}, "E_FACT_MISSING"),
        ({"age": None, "systolic": 130, "diastolic": 80}, "E_FACT_NULL"),
        ({"age": 50, "systolic": "130", "diastolic": 80}, "E_FACT_TYPE"),
        ({"age": 50, "systolic": True, "diastolic": 80}, "E_FACT_TYPE"),
        ({"age": 50, "systolic": 130, "diastolic": 80, "previous": "good"}, "E_FACT_CODE"),
        ({"age": 50, "systolic": 130, "diastolic": 80, "symptoms": None}, "E_FACT_NULL"),
        ({"age": 50, "systolic": 130, "diastolic": 80, "symptoms": "vomiting"}, "E_FACT_TYPE"),
        ({"age": 50, "systolic": 130, "diastolic": 80, "new_complication": None}, "E_FACT_NULL"),
        ({"age": 50, "systolic": 130, "diastolic": 80, "pulse": 80}, "E_FACT_UNKNOWN"),
    ],
)
def test_facts_of_a_hypertension_follow_up_that_do_not_fit_are_refused(facts, code):
    assert error_of("hypertension.classify", facts) == code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, "E_FACT_MISSING"),
        ({"fasting_glucose": None}, "E_FACT_NULL"),
        ({"fasting_glucose": 6, "pulse": None}, "E_FACT_NULL"),
        ({"fasting_glucose": 6, "temperature": "37"}, "E_FACT_TYPE"),
        ({"fasting_glucose": 6, "age": 50}, "E_FACT_UNKNOWN"),
        ({"fasting_glucose": 6, "previous": "good"}, "E_FACT_CODE"),
    ],
)
def test_facts_of_a_diabetes_follow_up_that_do_not_fit_are_refused(facts, code):
    assert error_of("diabetes.classify", facts) == code


def test_an_urgent_finding_says_which_value_and_which_limit():
    outcome = taken("hypertension.classify", {"age": 50, "systolic": 182, "diastolic": 80, "symptoms": ["eye_pain"]})
    codes = {reason["code"]: reason for reason in outcome["reasons"]}
    assert "182/80" in codes["URGENT_PRESSURE"]["text_zh"] and "180" in codes["URGENT_PRESSURE"]["text_zh"]
    assert codes["URGENT_PRESSURE"]["source"]["document"] == "public-health-norms-2017"
    assert "眼痛" in codes["URGENT_SYMPTOM"]["text_zh"] and "Eye pain" in codes["URGENT_SYMPTOM"]["text_en"]
    assert codes["NEXT_WITHIN_DAYS"]["value"] == 14
