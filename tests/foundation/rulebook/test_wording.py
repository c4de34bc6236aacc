from datetime import date

import pytest

from jiayi.foundation.rulebook import rulebook, value_in_force
from jiayi.foundation.rulebook.wording import value_words

ON = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("key", "scheme", "zh", "en"),
    [
        ("team.max_households", "urban-team", "400户", "400 households"),
        ("agreement.min_years", "national", "1年", "1 year"),
        ("group.elderly_age", "national", "65周岁", "65 years"),
        ("group.child_age", "urban-team", "36月龄", "36 months"),
        ("effective_rate.target", "county-2018", "70%", "70%"),
        ("resident.minimum_residence_months", "national", "6个月", "6 months"),
        ("agreement.silent_renewal", "household-village", "是", "yes"),
        (
            "group.special_list",
            "township-hospital",
            "长期卧床、残疾人、肿瘤",
            "Long bed-ridden, Disabled people, Cancer",
        ),
        ("agreement.max_years", "shandong-2022", "首次签约 1、续签 3", "First agreement 1, Renewal 3"),
        ("national_id.standard", "national", "GB 11643-1999", "GB 11643-1999"),
        (
            "hypertension.not_controlled_from",
            "national",
            "0周岁起140/90 mmHg、65周岁起150/90 mmHg",
            "from 0 years 140/90 mmHg, from 65 years 150/90 mmHg",
        ),
        ("hypertension.urgent_from", "national", "180/110 mmHg", "180/110 mmHg"),
    ],
)
def test_a_value_is_shown_as_a_reader_says_it(key, scheme, zh, en):
    found = value_in_force(key, ON, ["national", scheme])
    assert (value_words(rulebook(), found, "zh"), value_words(rulebook(), found, "en")) == (zh, en)


def test_every_value_of_the_rulebook_has_words_in_both_languages():
    book = rulebook()
    for name, scheme in book.schemes.items():
        for key in scheme.overrides:
            for dated in scheme.overrides[key]:
                found = value_in_force(key, dated.starts_on or ON, ["national", name])
                assert value_words(book, found, "zh") and value_words(book, found, "en")
