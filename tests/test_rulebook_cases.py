"""Every worked case of the rulebook, one test each."""

import pytest

from jiayi.foundation.rulebook.cases import cases_in, failures_of
from jiayi.foundation.rulebook.loading import DEFAULT_LOCATION

CASES = list(cases_in(DEFAULT_LOCATION / "cases"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}:{case.name}")
def test_the_worked_case_comes_out_as_written(case):
    assert failures_of(case) == []


def test_every_worked_case_expects_something():
    assert [case.name for case in CASES if not case.expect] == []


def test_there_are_enough_worked_cases_and_no_two_share_a_name():
    names = [(case.file, case.rule, case.name) for case in CASES]
    assert len(names) >= 120
    assert len(set(names)) == len(names)
