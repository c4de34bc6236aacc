"""Properties of the agreement decisions that no single worked case shows."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.core.dates import add_years
from jiayi.foundation.rulebook import decide

DAY = timedelta(days=1)
days = st.dates(date(2016, 1, 1), date(2040, 12, 31))
stacks = st.lists(
    st.sampled_from(["county-2018", "urban-team", "household-village", "severe-chronic-poor", "shandong-2022"]),
    unique=True,
    max_size=3,
).map(lambda names: ["national", *names])


def taken(name, facts, *, on="2026-03-01", schemes=("national",)):
    return decide(name, on=on, schemes=list(schemes), facts=facts)


@given(days, st.integers(1, 3))
def test_the_day_after_a_term_is_its_anniversary(on, years):
    outcome = taken("agreements.term", {"kind": "first", "years": years}, on=on)
    assert outcome["ends_on"] + DAY == add_years(on, years)


@given(days, days, st.sampled_from(["first", "renewal"]), stacks)
def test_no_agreement_ends_before_it_starts(on, previous, kind, stack):
    outcome = taken("agreements.term", {"kind": kind, "previous_ends_on": previous}, on=on, schemes=stack)
    assert outcome["starts_on"] <= outcome["ends_on"]
    assert outcome["starts_on"] >= on


@given(days, days, stacks)
def test_a_renewal_never_overlaps_the_agreement_before_it(on, previous, stack):
    outcome = taken("agreements.term", {"kind": "renewal", "previous_ends_on": previous}, on=on, schemes=stack)
    assert outcome["starts_on"] > previous or outcome["starts_on"] == on > previous


@given(days, st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_renewals_follow_each_other_without_a_gap(on, terms):
    ends_on = taken("agreements.term", {"kind": "first"}, on=on)["ends_on"]
    for years in terms:
        outcome = taken("agreements.term", {"kind": "renewal", "previous_ends_on": ends_on, "years": years}, on=on)
        assert outcome["starts_on"] == ends_on + DAY
        ends_on = outcome["ends_on"]


@given(days)
def test_household_agreements_always_end_with_a_year(on):
    for kind in ("first", "renewal"):
        ends_on = taken("agreements.term", {"kind": kind}, on=on, schemes=["national", "household-village"])["ends_on"]
        assert (ends_on.month, ends_on.day) == (12, 31)


@given(days, st.integers(1, 2000))
def test_a_course_lasts_as_many_days_as_it_says(on, course_days):
    outcome = taken("agreements.term", {"kind": "supplementary", "course_days": course_days}, on=on)
    assert (outcome["ends_on"] - outcome["starts_on"]).days + 1 == course_days


signings = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["person", "household"]),
        "kind": st.sampled_from(["first", "renewal", "supplementary"]),
        "is_replacement": st.booleans(),
        "resident": st.fixed_dictionaries(
            {
                "active_team": st.sampled_from([None, "T1", "T2"]),
                "household_team": st.sampled_from([None, "T1", "T2"]),
                "age": st.integers(0, 100),
                "months_resident": st.integers(0, 20),
            }
        ),
        "doctor": st.fixed_dictionaries(
            {
                "role": st.sampled_from(["gp", "village_doctor", "nurse", "mch_physician"]),
                "persons": st.integers(900, 1600),
            }
        ),
        "team": st.fixed_dictionaries({"households": st.integers(300, 1600), "persons": st.integers(0, 9000)}),
    }
)


@given(signings, stacks, days)
def test_it_is_allowed_exactly_when_nothing_is_breached(facts, stack, on):
    outcome = taken("agreements.signing", facts, on=on, schemes=stack)
    assert outcome["allowed"] is (outcome["breaches"] == [])
    assert len(set(outcome["breaches"])) == len(outcome["breaches"])
    codes = {reason["code"] for reason in outcome["reasons"]}
    assert {*outcome["breaches"], *outcome["warnings"]} <= codes


@given(signings, stacks, days, st.integers(1, 500))
def test_a_fuller_team_or_doctor_never_breaches_less(facts, stack, on, more):
    fuller = facts | {
        "team": {key: count + more for key, count in facts["team"].items()},
        "doctor": facts["doctor"] | {"persons": facts["doctor"]["persons"] + more},
    }
    before, after = (taken("agreements.signing", given_facts, on=on, schemes=stack) for given_facts in (facts, fuller))
    assert set(before["breaches"]) <= set(after["breaches"])
    assert set(before["warnings"]) <= set(after["warnings"])


@given(signings, stacks, days)
def test_every_exceeded_team_limit_is_also_near(facts, stack, on):
    outcome = taken("agreements.signing", facts, on=on, schemes=stack)
    if {"B_TEAM_HOUSEHOLDS", "B_TEAM_PERSONS"} & set(outcome["breaches"]):
        assert "W_TEAM_NEAR_LIMIT" in outcome["warnings"]


@given(signings, days)
def test_the_nation_alone_sets_no_cap(facts, on):
    outcome = taken("agreements.signing", facts, on=on)
    assert not {"B_TEAM_HOUSEHOLDS", "B_TEAM_PERSONS", "B_DOCTOR_PERSONS"} & set(outcome["breaches"])


@given(days, st.integers(-400, 400), st.none() | st.integers(-100, 100), st.booleans(), stacks)
def test_only_what_was_told_in_time_and_not_objected_to_renews(ends_on, shift, told, objects, stack):
    on, told_on = ends_on + timedelta(days=shift), None if told is None else ends_on + timedelta(days=told)
    facts = {"ends_on": ends_on, "resident_objects": objects, "notified_on": told_on}
    outcome = taken("agreements.renewal", facts, on=on, schemes=stack)
    silent = bool({"severe-chronic-poor", "household-village"} & set(stack))
    renews = silent and on > ends_on and told_on is not None and told_on <= ends_on and not objects
    assert outcome["renews_automatically"] is renews is (outcome["state"] == "renewed")
    assert (outcome["state"] in ("renewed", "lapses")) is (on > ends_on)


@given(
    days,
    st.integers(0, 1200),
    st.dictionaries(st.sampled_from(["contact", "assessment", "elderly_check"]), st.integers(0, 3)),
)
def test_doing_more_never_makes_an_agreement_less_effective(signed_on, shift, fulfilled):
    on = signed_on + timedelta(days=shift)
    facts = {"signed_on": signed_on, "ends_on": add_years(signed_on, 3) - DAY, "groups": ["elderly", "hypertension"]}
    less = taken("agreements.effective", facts | {"fulfilled": fulfilled}, on=on)
    more = taken(
        "agreements.effective", facts | {"fulfilled": {item: count + 1 for item, count in fulfilled.items()}}, on=on
    )
    assert more["effective"] or not less["effective"]
    assert {entry["item"] for entry in more["missing"]} <= {entry["item"] for entry in less["missing"]}


@given(days, stacks)
def test_the_record_opens_at_the_end_of_the_next_february_or_nothing_is_said(on, stack):
    open_by = taken("agreements.record_open_by", {}, on=on, schemes=stack)["open_by"]
    if "county-2018" in stack:
        assert open_by.year == on.year + 1 and (open_by + DAY).month == 3 and open_by.month == 2
    else:
        assert open_by is None
