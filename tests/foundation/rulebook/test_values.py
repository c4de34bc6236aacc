from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.rulebook import RulebookError, find_value, rulebook, value_in_force, value_on
from jiayi.foundation.rulebook.values import values_of

ON = date(2026, 3, 1)
SCHEMES = sorted(set(rulebook().schemes) - {"national"})
stacks = st.lists(st.sampled_from(SCHEMES), max_size=4, unique=True).map(lambda names: ["national", *names])
keys = st.sampled_from(sorted(rulebook().parameters))
days = st.dates(date(2010, 1, 1), date(2045, 12, 31))


def test_a_value_that_no_scheme_sets_is_refused_with_its_code():
    with pytest.raises(RulebookError) as refused:
        value_on("team.max_households", ON, ["national"])
    assert refused.value.code == "E_NO_VALUE"


def test_an_unknown_key_is_another_error_than_a_value_not_set():
    with pytest.raises(RulebookError) as refused:
        value_on("team.max_cats", ON, ["national"])
    assert refused.value.code == "E_PARAMETER_UNKNOWN"


def test_an_unknown_scheme_is_refused():
    with pytest.raises(RulebookError) as refused:
        value_on("team.max_households", ON, ["national", "nowhere"])
    assert refused.value.code == "E_SCHEME_UNKNOWN"


def test_a_later_scheme_overrides_an_earlier_one():
    assert value_on("team.max_households", ON, ["national", "urban-team", "household-village"])["limit"] == 1500
    assert value_on("team.max_households", ON, ["national", "household-village", "urban-team"])["limit"] == 400


def test_a_scheme_that_is_silent_leaves_the_value_before_it():
    assert value_on("team.max_households", ON, ["national", "urban-team", "publicity"])["limit"] == 400


def test_a_value_changes_on_its_day_and_not_the_day_before():
    key, day = "coverage.all.target", date(2035, 1, 1)
    assert value_on(key, day, ["national"]) == 0.75
    assert value_on(key, day - timedelta(days=1), ["national"]) == 0.30


def test_before_its_first_day_a_dated_value_is_not_set():
    assert find_value("coverage.poor.target", date(2017, 12, 30), ["national", "poverty-2017"]) is None
    assert value_on("coverage.poor.target", date(2017, 12, 31), ["national", "poverty-2017"]) == 1.0


def test_before_a_schemes_value_begins_the_one_below_it_stands():
    assert value_on("coverage.all.target", ON, ["national", "shandong-2022"]) == 0.30


def test_a_value_names_its_scheme_document_and_clause():
    found = value_in_force("team.max_households", ON, ["national", "urban-team"])
    assert (found.scheme, found.dated.source.document, found.dated.source.clause) == (
        "urban-team",
        "plan-urban-team",
        "S2.1-15",
    )
    assert found.dated.confidence == "stated"


@given(keys, days, stacks)
def test_the_value_is_that_of_the_last_scheme_that_sets_one_on_the_day(key, day, stack):
    book = rulebook()
    expected = [(name, dated.value) for name in stack for dated in values_of(key, name, book) if dated.holds_on(day)]
    found = find_value(key, day, stack)
    assert (expected[-1] if expected else None) == ((found.scheme, found.value) if found else None)


@given(keys, days, stacks, st.sampled_from(SCHEMES))
def test_adopting_one_more_scheme_never_unsets_a_value(key, day, stack, one_more):
    if find_value(key, day, stack):
        assert find_value(key, day, [*stack, one_more])


def test_the_same_folder_is_read_once_and_keeps_its_version():
    assert rulebook() is rulebook()
    assert len(rulebook().version) == 16
