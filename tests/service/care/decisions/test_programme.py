"""Properties of care.programme.next_due that no single worked case shows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.care.decisions.deciding import error_of, taken

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
days = st.dates(date(2015, 1, 1), date(2045, 12, 31))
facts_of_any = st.fixed_dictionaries(
    {
        "programme": st.sampled_from(PROGRAMMES),
        "enrolled_on": days,
        "last_on": st.none() | days,
        "last_next_within_days": st.none() | st.integers(1, 365),
        "supervision": st.sampled_from(["staff", "family"]),
        "phase": st.sampled_from(["intensive", "continuation"]),
    }
)


@given(facts_of_any)
def test_the_window_holds_the_due_day_and_begins_after_the_service_before(facts):
    outcome = taken("programme.next_due", facts)
    assert outcome["from_on"] <= outcome["due_on"] <= outcome["to_on"]
    assert outcome["from_on"] > (facts["last_on"] or facts["enrolled_on"])


@given(facts_of_any, st.integers(1, 400))
def test_a_later_service_is_never_followed_by_an_earlier_one(facts, later):
    facts = facts | {"last_on": facts["last_on"] or facts["enrolled_on"]}
    after = facts | {"last_on": facts["last_on"] + timedelta(days=later)}
    assert taken("programme.next_due", facts)["due_on"] <= taken("programme.next_due", after)["due_on"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"programme": "cancer", "enrolled_on": "2026-01-01"}, "E_FACT_CODE"),
        ({"programme": "elderly"}, "E_FACT_MISSING"),
        ({"programme": "elderly", "enrolled_on": None}, "E_FACT_NULL"),
        ({"programme": "elderly", "enrolled_on": "2026-02-30"}, "E_FACT_DATE"),
        ({"programme": "elderly", "enrolled_on": "2026-01-01", "last_next_within_days": "14"}, "E_FACT_TYPE"),
        ({"programme": "elderly", "enrolled_on": "2026-01-01", "supervision": None}, "E_FACT_NULL"),
        ({"programme": "tuberculosis", "enrolled_on": "2026-01-01", "phase": "late"}, "E_FACT_CODE"),
        ({"programme": "elderly", "enrolled_on": "2026-01-01", "on": "2026-01-01"}, "E_FACT_UNKNOWN"),
    ],
)
def test_facts_that_do_not_fit_are_refused(facts, code):
    assert error_of("programme.next_due", facts) == code
