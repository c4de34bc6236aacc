"""Values of clinical norms: what their types refuse, and how they are shown."""

from datetime import date

import pytest
from pydantic import ValidationError

from jiayi.foundation.rulebook import rulebook, value_in_force
from jiayi.foundation.rulebook.schema import VALUE_TYPES
from jiayi.foundation.rulebook.wording import table_words

ON = date(2026, 3, 1)
BIRTH = {"code": "month_1", "since": "birth"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("pressure", {"systolic": 0, "diastolic": 90}),
        ("pressure", {"systolic": 140}),
        ("pressures_by_age", [{"from_years": 65, "systolic": 150, "diastolic": 90}]),
        (
            "pressures_by_age",
            [
                {"from_years": 0, "systolic": 140, "diastolic": 90},
                {"from_years": 0, "systolic": 150, "diastolic": 90},
            ],
        ),
        ("pressures_by_age", []),
        ("point_bands", {"age": []}),
        ("point_bands", {"age": [{"at_least": 5, "points": 1}, {"at_least": 5, "points": 2}]}),
        ("point_bands", {"age": [{"at_least": 5, "points": 1}, {"at_least": 0, "points": 2}]}),
        ("intervals", {"elderly": {}}),
        ("intervals", {"elderly": {"days": 90, "months": 3}}),
        ("intervals", {"elderly": {"days": 0}}),
        ("intervals", {"elderly": {"days": 90, "before": -1}}),
        ("visits", [BIRTH]),
        ("visits", [BIRTH | {"months": 1, "from_day": 0, "to_day": 7}]),
        ("visits", [BIRTH | {"from_day": 7}]),
        ("visits", [BIRTH | {"from_day": 7, "to_day": 6}]),
        ("visits", [BIRTH | {"from_day": 0, "to_day": 7, "due_day": 8}]),
        ("visits", [BIRTH | {"since": "school", "months": 1}]),
    ],
)
def test_a_value_that_does_not_hold_together_is_refused(kind, value):
    with pytest.raises(ValidationError):
        VALUE_TYPES[kind].validate_python(value)


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("hypertension.grades", "1级高血压 140/90 mmHg", "Grade 1 hypertension 140/90 mmHg"),
        (
            "diabetes.risk_bands",
            "体质指数 ≥0: 0、≥22: 1、≥24: 3、≥30: 5",
            "Body-mass index ≥0: 0, ≥22: 1, ≥24: 3, ≥30: 5",
        ),
        ("programme.intervals", "高血压 90天（前15天、后15天）", "Hypertension 90 days (−15/+15)"),
        ("programme.intervals", "残疾人 12个月", "Disabled people 12 months"),
        ("child_visit.schedule", "新生儿家庭访视 第0–7天", "Newborn home visit days 0–7"),
        ("child_visit.schedule", "4岁 48个月（前30天、后60天）", "4 years 48 months (−30/+60)"),
    ],
)
def test_a_table_is_shown_line_by_line(key, zh, en):
    found = value_in_force(key, ON, ["national"])
    assert zh in table_words(rulebook(), found, "zh")
    assert en in table_words(rulebook(), found, "en")


def test_every_visit_and_grade_has_words():
    book = rulebook()
    for key, parameter in book.parameters.items():
        for dated in parameter.values:
            if parameter.type == "visits":
                assert [visit["code"] for visit in dated.value if f"visit_{visit['code']}" not in book.words] == [], key
            if parameter.type == "pressure_grades":
                assert [grade["grade"] for grade in dated.value if grade["grade"] not in book.words] == [], key
