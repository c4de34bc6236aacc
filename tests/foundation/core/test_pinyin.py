import pytest

from jiayi.foundation.core.pinyin import name_initials, name_pinyin, pinyin_of, text_initials


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("单小明", "shan xiao ming"),
        ("解放军", "xie fang jun"),
        ("仇和平", "qiu he ping"),
        ("查良", "zha liang"),
        ("欧阳娜娜", "ou yang na na"),
        ("万俟雄", "mo qi xiong"),
        ("买买提·艾力", "mai mai ti ai li"),
        ("王A", "wang a"),
        ("Anna Lee 李", "anna lee li"),
        ("Ñandú", "ñandú"),
        ("䶮㛃", "yan jie"),
        ("翟志刚", "zhai zhi gang"),
        ("朴树", "piao shu"),
        ("尉健行", "wei jian xing"),
        ("盖叫天", "ge jiao tian"),
        ("", ""),
    ],
)
def test_a_name_is_read_with_its_surname_as_a_surname(name, pinyin):
    assert name_pinyin(name) == pinyin


def test_pinyin_and_initials_come_together():
    assert pinyin_of("区志 明") == ("ou zhi ming", "ozm")


def test_initials_are_the_first_letters_of_the_syllables():
    assert name_initials("单小明") == "sxm"
    assert name_initials("尉迟恭") == "ycg"


@pytest.mark.parametrize(
    ("place", "initials"),
    [("城关镇", "cgz"), ("重庆市", "cqs"), ("3号楼", "3hl"), ("六安市", "las"), ("“新洲”镇", "xzz")],
)
def test_a_place_is_read_as_words_and_keeps_its_digits(place, initials):
    assert text_initials(place) == initials
