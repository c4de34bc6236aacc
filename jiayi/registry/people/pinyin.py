"""A resident's name in pinyin as its two columns hold it."""

from jiayi.foundation.core import pinyin

_LONGEST_PINYIN = 240
_LONGEST_INITIALS = 40


def pinyin_of(name: str) -> tuple[str, str]:
    """`name_pinyin` and `name_initials`: 单小明 is ("shan xiao ming", "sxm")."""
    syllables, initials = pinyin.pinyin_of(name)
    return syllables[:_LONGEST_PINYIN], initials[:_LONGEST_INITIALS]
