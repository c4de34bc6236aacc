"""The signs between words and around them are the reader's."""

from django.utils.translation import override

from jiayi.foundation.base.signs import bracketed, joined


def test_words_in_a_row_take_the_signs_of_the_language():
    assert joined(["甲", "", "乙"]) == "甲、乙"
    with override("en"):
        assert joined(["a", "b"]) == "a, b"
        assert joined(["a", "b"], "；") == "a; b"
    assert joined(["a", "b"], language="en") == "a, b"


def test_brackets_are_the_readers_and_are_left_out_where_there_is_nothing_to_say():
    assert bracketed("龙坝镇", 3) == "龙坝镇（3）"
    assert bracketed("龙坝镇", "") == "龙坝镇"
    with override("en"):
        assert bracketed("Longba", "3") == "Longba (3)"
