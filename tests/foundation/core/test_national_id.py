from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.core.national_id import check_character, masked, normalize, parse, upgraded

ON = date(2026, 11, 1)
digits = st.text("0123456789", min_size=6, max_size=6)


@st.composite
def numbers(draw):
    birth = draw(st.dates(date(1800, 1, 1), ON))
    seventeen = f"{draw(digits)}{birth:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return seventeen + check_character(seventeen), birth


@given(numbers())
def test_a_number_made_by_the_standard_is_read_back(made):
    number, birth = made
    parsed = parse(number, ON)
    assert parsed.valid and parsed.number == number and parsed.birth_date == birth
    assert parsed.sex == ("male" if int(number[16]) % 2 else "female")
    assert parsed.area == number[:6] and parsed.codes == ()


@given(numbers(), st.integers(0, 17), st.integers(1, 9))
def test_any_one_digit_wrong_is_noticed(made, place, shift):
    number, _ = made
    if number[place] == "X":
        wrong = number[:place] + str(shift)
    else:
        wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert parse(wrong, ON).valid is False


@given(numbers())
def test_how_it_is_written_does_not_matter(made):
    number, _ = made
    wide = "".join(chr(ord(character) + 0xFEE0) for character in number)
    for written in (wide, f" {number[:6]} {number[6:14]}　{number[14:]}\n", number.lower()):
        parsed = parse(written, ON)
        assert parsed.number == number
        assert parsed.codes == (() if written == number else ("W_ID_NORMALIZED",))


@given(st.text(max_size=30))
def test_any_text_gets_exactly_one_error_or_none(text):
    parsed = parse(text, ON)
    errors = [code for code in parsed.codes if code.startswith("E_")]
    assert len(errors) == (0 if parsed.valid else 1)
    assert parsed.valid or parsed[1:5] == (None, None, None, None)


def test_an_old_number_is_brought_to_eighteen_characters():
    assert upgraded("420324930612716") == "420324199306127167"
    assert parse("420324930612716", ON).codes == ("W_ID_UPGRADED",)


def test_an_old_number_with_an_impossible_day_keeps_the_error_alone():
    assert parse("420324930231716", ON).codes == ("E_ID_DATE",)


def test_digits_of_other_scripts_are_no_digits_of_a_number():
    assert parse("٣٧٠١٠٢١٩٨٠٠١٠١١٢٣٧", ON).codes == ("E_ID_LENGTH",)


@pytest.mark.parametrize(
    "text", ["4.20302E+17", "4e17", "420302198001011230.0", ".42E18", "-4.2E+17", "420302198001011230."]
)
def test_scientific_and_decimal_notation_has_lost_digits(text):
    assert parse(text, ON).codes[-1] == "E_ID_LOST_PRECISION"


@pytest.mark.parametrize("text", ["e", "E17", ".", "4.2E", "4.2.0E17", "1,2"])
def test_what_only_looks_like_a_number_has_the_wrong_length(text):
    assert parse(text, ON).codes == ("E_ID_LENGTH",)


def test_a_birth_after_the_day_is_refused_though_it_was_read_before():
    number = "370102198001011237"
    assert parse(number, ON).valid
    assert parse(number, date(1979, 12, 31)).codes == ("E_ID_DATE",)


def test_a_number_is_masked_to_area_and_last_characters():
    assert masked("11010519491231002X") == "110105********002X"
    assert masked("420324930612716") == "420324******716"
    assert masked("12345") == "*****"
    assert masked("") == ""


def test_only_a_final_x_becomes_a_capital():
    assert normalize("x1x") == "x1X"
    assert normalize("") == ""
