import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.names import comparable_name, name_fault, tidy_name
from jiayi.foundation.core.phones import masked_phone, mobile_number


@pytest.mark.parametrize("dot", "·•‧∙⋅・･")
def test_names_are_equal_whatever_the_middle_dot(dot):
    assert comparable_name(f"买买提{dot}艾力") == comparable_name("买买提·艾力")


def test_names_are_equal_without_blanks_and_in_full_width():
    assert comparable_name(" 王 芳　") == comparable_name("王芳")
    assert comparable_name("ＡＢ") == comparable_name("AB")


def test_a_kept_name_loses_only_needless_blanks():
    assert tidy_name("  John   Smith ") == "John Smith"


@pytest.mark.parametrize("name", [None, "", "  ", "　", "\t"])
def test_a_blank_is_no_name(name):
    assert name_fault(name) == "E_NAME_MISSING"


@pytest.mark.parametrize("name", ["=1+1", "+86", "-王", "@a", "＝1", "王<芳", "王>芳", "王\x00芳", " =A()", "王\n芳"])
def test_formulas_angle_brackets_and_control_characters_are_no_names(name):
    assert name_fault(name) == "E_NAME_INVALID"


@pytest.mark.parametrize("name", ["王芳", "买买提·艾力", "欧阳 娜娜", "O'Neil"])
def test_ordinary_names_have_no_fault(name):
    assert name_fault(name) is None


@given(st.text())
def test_comparing_twice_changes_nothing(name):
    assert comparable_name(comparable_name(name)) == comparable_name(name)


@pytest.mark.parametrize(
    "text",
    ["13800138000", " 138 0013 8000", "+8613800138000", "008613800138000", "138-0013-8000", "１３８００１３８０００"],
)
def test_mobile_numbers_are_read_as_people_write_them(text):
    assert mobile_number(text) == "13800138000"


@pytest.mark.parametrize("text", [None, "", "不详", "0000", "1380013", "13800138000138", "12800138000", "0719-2720000"])
def test_other_numbers_are_no_mobiles(text):
    assert mobile_number(text) is None


def test_a_phone_is_masked_in_the_middle():
    assert masked_phone("13800138000") == "138****8000"
    assert masked_phone("12345") == "12345"


def test_choices_carry_both_labels():
    assert Sex("male") is Sex.MALE and Sex.MALE == "male"
    assert (Sex.MALE.label("zh-hans"), Sex.MALE.label("en")) == ("男", "Male")
    assert ("female", "女") in Sex.choices()
