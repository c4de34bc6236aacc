"""The door of all decisions: what is refused and how, and what every outcome carries."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.rulebook import RulebookError, decide, decisions, register
from jiayi.foundation.rulebook.facts import Facts

ON = date(2026, 3, 1)


def error_of(name="agreements.signing", facts=None, *, on=ON, schemes=("national",)):
    with pytest.raises(RulebookError) as refused:
        decide(name, on=on, schemes=schemes, facts={} if facts is None else facts)
    return refused.value.code


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"colour": "red"}, "E_FACT_UNKNOWN"),
        ({"resident": {"colour": "red"}}, "E_FACT_UNKNOWN"),
        ({"joins": {"colour": "red"}}, "E_FACT_UNKNOWN"),
        ({3: 4}, "E_FACT_UNKNOWN"),
        ({"resident": None}, "E_FACT_NULL"),
        ({"joins": None}, "E_FACT_NULL"),
        ({"unit": None}, "E_FACT_NULL"),
        ({"resident": {"age": None}}, "E_FACT_NULL"),
        ({"team": {"id": None}}, "E_FACT_NULL"),
        ({"resident": {"age": "40"}}, "E_FACT_TYPE"),
        ({"resident": {"age": True}}, "E_FACT_TYPE"),
        ({"resident": {"alive": 1}}, "E_FACT_TYPE"),
        ({"resident": {"alive": "true"}}, "E_FACT_TYPE"),
        ({"resident": {"groups": "elderly"}}, "E_FACT_TYPE"),
        ({"resident": {"groups": [1]}}, "E_FACT_TYPE"),
        ({"resident": []}, "E_FACT_TYPE"),
        ({"team": {"households": True}}, "E_FACT_TYPE"),
        ({"team": {"households": 1.5}}, "E_FACT_TYPE"),
        ({"team": {"households": "1"}}, "E_FACT_TYPE"),
        ({"team": {"id": 1}}, "E_FACT_TYPE"),
        ({"joins": [1]}, "E_FACT_TYPE"),
        ({"is_replacement": 0}, "E_FACT_TYPE"),
        ({"kind": 1}, "E_FACT_TYPE"),
        ({"kind": "second"}, "E_FACT_CODE"),
        ({"unit": "village"}, "E_FACT_CODE"),
        ({"resident": {"age": 40.0}}, "E_FACT_TYPE"),
        ({"resident": {"months_resident": 5.5}}, "E_FACT_TYPE"),
        ({"resident": {"age": float("nan")}}, "E_FACT_TYPE"),
        ([], "E_FACT_TYPE"),
        ("facts", "E_FACT_TYPE"),
    ],
)  # fmt: skip
def test_facts_that_do_not_fit_are_one_coded_error(facts, code):
    assert error_of(facts=facts) == code


@pytest.mark.parametrize(
    ("name", "facts", "code"),
    [
        ("agreements.renewal", {}, "E_FACT_MISSING"),
        ("agreements.renewal", {"ends_on": "2026-02-30"}, "E_FACT_DATE"),
        ("agreements.renewal", {"ends_on": "20260228"}, "E_FACT_DATE"),
        ("agreements.renewal", {"ends_on": 20260228}, "E_FACT_TYPE"),
        ("agreements.renewal", {"ends_on": datetime(2026, 2, 28)}, "E_FACT_TYPE"),
        ("agreements.renewal", {"ends_on": None}, "E_FACT_NULL"),
        ("agreements.term", {}, "E_FACT_MISSING"),
        ("agreements.term", {"kind": "first", "signed_on": None}, "E_FACT_NULL"),
        ("agreements.term", {"kind": "first", "years": 1.0}, "E_FACT_TYPE"),
        ("agreements.term", {"kind": "first", "years": 20_000}, "E_FACT_VALUE"),
        ("agreements.term", {"kind": "supplementary", "course_days": 10**9}, "E_FACT_VALUE"),
        ("agreements.term", {"kind": "first", "signed_on": "9999-06-01"}, "E_FACT_VALUE"),
        ("agreements.renewal", {"ends_on": "0001-01-01"}, "E_FACT_VALUE"),
        ("agreements.termination", {"requested_by": "resident"}, "E_FACT_MISSING"),
        ("agreements.termination", {"requested_by": "doctor", "reason": "death"}, "E_FACT_CODE"),
        ("agreements.termination", {"requested_by": "team", "reason": "boredom"}, "E_FACT_CODE"),
        ("agreements.effective", {"signed_on": "2026-01-01"}, "E_FACT_MISSING"),
        ("agreements.effective", {"signed_on": "2026-01-01", "ends_on": "2026-12-31", "fulfilled": {"contact": -1}},
         "E_FACT_VALUE"),
        ("agreements.effective", {"signed_on": "2026-01-01", "ends_on": "2026-12-31", "fulfilled": {"contact": True}},
         "E_FACT_TYPE"),
        ("people.national_id.parse", {}, "E_FACT_MISSING"),
        ("people.national_id.parse", {"number": 370102198001011237}, "E_FACT_TYPE"),
        ("people.groups.derive", {"birth_date": "1990-13-01"}, "E_FACT_DATE"),
        ("people.groups.derive", {"birth_date": "1990-01-01", "recorded": None}, "E_FACT_NULL"),
        ("organization.team.composition", {"members": [], "leader_role": "gp"}, "E_NO_VALUE"),
        ("organization.team.composition", {"members": [{"role": "gp", "title": "x"}], "leader_role": "gp"},
         "E_FACT_UNKNOWN"),
        ("organization.team.composition", {"members": [{}], "leader_role": "gp"}, "E_FACT_MISSING"),
        ("organization.areas.partition", {"units": ["a"], "teams": {"A": "a"}}, "E_FACT_TYPE"),
        ("organization.areas.partition", {"units": ["a"], "teams": []}, "E_FACT_TYPE"),
    ],
)  # fmt: skip
def test_every_decision_is_as_strict(name, facts, code):
    assert error_of(name, facts) == code


@pytest.mark.parametrize(
    ("name", "facts", "scheme"),
    [
        ("agreements.term", {"kind": "first", "signed_on": "9999-06-01"}, "household-village"),
        ("agreements.record_open_by", {"signed_on": "9999-06-01"}, "county-2018"),
    ],
)
def test_a_day_beyond_the_calendar_is_refused_under_every_scheme(name, facts, scheme):
    assert error_of(name, facts, schemes=["national", scheme]) == "E_FACT_VALUE"


@pytest.mark.parametrize("name", ["agreements.nothing", None, ["agreements.term"], 3])
def test_an_unknown_decision_is_refused(name):
    assert error_of(name) == "E_RULE_UNKNOWN"


@pytest.mark.parametrize(
    ("schemes", "code"),
    [
        (["national", "nowhere"], "E_SCHEME_UNKNOWN"),
        (["national", 3], "E_SCHEME_UNKNOWN"),
        (["national", []], "E_SCHEME_UNKNOWN"),
        ("national", "E_FACT_TYPE"),
        (None, "E_FACT_TYPE"),
    ],
)
def test_an_unknown_stack_is_refused(schemes, code):
    assert error_of(schemes=schemes) == code


@pytest.mark.parametrize(
    ("on", "code"),
    [("2026-02-30", "E_FACT_DATE"), ("2026", "E_FACT_DATE"), (20260301, "E_FACT_TYPE"), (None, "E_FACT_TYPE")],
)
def test_an_impossible_day_of_the_event_is_refused(on, code):
    assert error_of(on=on) == code


def test_days_are_given_as_dates_or_as_iso_texts():
    by_text = decide("agreements.term", on="2026-03-01", schemes=["national"], facts={"kind": "first"})
    by_date = decide("agreements.term", on=ON, schemes=("national",), facts={"kind": "first", "signed_on": ON})
    assert by_text == by_date


def test_nested_defaults_merge_with_what_is_given():
    outcome = decide(
        "agreements.signing",
        on=ON,
        schemes=["national", "urban-team"],
        facts={"unit": "household", "team": {"households": 400}, "joins": {"persons": 3}},
    )
    assert outcome["breaches"] == ["B_TEAM_HOUSEHOLDS"]


def test_facts_are_left_as_they_were_given():
    facts = {"unit": "household", "joins": {"persons": 3}}
    decide("agreements.signing", on=ON, schemes=["national"], facts=facts)
    assert facts == {"unit": "household", "joins": {"persons": 3}}


def test_a_breach_answers_why_with_value_clause_and_document():
    outcome = decide(
        "agreements.signing",
        on=ON,
        schemes=["national", "urban-team"],
        facts={"unit": "household", "team": {"households": 400}},
    )
    (reason,) = [reason for reason in outcome["reasons"] if reason["code"] == "B_TEAM_HOUSEHOLDS"]
    assert reason["text_zh"] == "团队签约后401户，上限400户。"
    assert reason["text_en"] == "The team would have 401 households, 400 at most."
    assert reason["parameter"] == "team.max_households"
    assert reason["value"] == {"limit": 400, "mode": "block"}
    assert (reason["source"]["document"], reason["source"]["clause"]) == ("plan-urban-team", "S2.1-15")


def test_changing_an_outcome_does_not_change_the_rulebook():
    facts = {"unit": "household", "team": {"households": 400}}
    first = decide("agreements.signing", on=ON, schemes=["national", "urban-team"], facts=facts)
    for reason in first["reasons"]:
        if isinstance(reason["value"], dict):
            reason["value"]["limit"] = 9
        if isinstance(reason["value"], list):
            reason["value"].clear()
    again = decide("agreements.signing", on=ON, schemes=["national", "urban-team"], facts=facts)
    assert again["breaches"] == ["B_TEAM_HOUSEHOLDS"]


EXAMPLES = {
    "people.national_id.parse": {"number": "370102198001011237"},
    "people.groups.derive": {"birth_date": "1950-01-01"},
    "organization.team.composition": {"members": [], "leader_role": "gp"},
    "organization.areas.partition": {"units": ["a"], "teams": {}},
    "agreements.term": {"kind": "first"},
    "agreements.signing": {},
    "agreements.renewal": {"ends_on": "2026-03-31"},
    "agreements.termination": {"requested_by": "team", "reason": "death"},
    "agreements.record_open_by": {},
    "agreements.effective": {"signed_on": "2026-01-01", "ends_on": "2026-12-31"},
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_outcome_has_reasons_of_the_same_six_keys(name):
    outcome = decide(name, on=ON, schemes=["national", "urban-team"], facts=EXAMPLES[name])
    assert outcome["reasons"]
    for reason in outcome["reasons"]:
        assert reason.keys() == {"code", "text_zh", "text_en", "parameter", "value", "source"}
        assert reason["text_zh"] and reason["text_en"]
        assert "{" not in reason["text_zh"] + reason["text_en"]


def test_each_value_that_was_read_is_among_the_reasons_once():
    outcome = decide("agreements.renewal", on="2027-01-01", schemes=["national", "household-village"],
                     facts={"ends_on": "2026-12-31", "notified_on": "2026-12-01"})  # fmt: skip
    parameters = [reason["parameter"] for reason in outcome["reasons"]]
    assert sorted(parameters) == ["agreement.renewal_notice_days", "agreement.silent_renewal"]


def test_every_registered_decision_has_an_example_here():
    assert set(EXAMPLES) <= decisions().keys()


def test_a_name_is_given_to_one_decision_only():
    def another(facts, view):
        return {}

    with pytest.raises(ValueError, match="two decisions"):
        register("agreements.term", Facts, another)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts, max_size=3),
    max_leaves=8,
)
known_facts = st.sampled_from(["resident", "team", "doctor", "joins", "unit", "kind", "members", "ends_on", "number"])


@given(st.sampled_from(sorted(EXAMPLES)), st.dictionaries(known_facts | st.text(max_size=5), json_values, max_size=4))
def test_any_facts_give_an_outcome_or_a_coded_error(name, facts):
    try:
        outcome = decide(name, on=ON, schemes=["national", "household-village"], facts=facts)
    except RulebookError as error:
        assert error.code.startswith("E_")
    else:
        assert outcome["reasons"]
