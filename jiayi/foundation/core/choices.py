"""Closed sets of codes that carry their Chinese and English labels."""

from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """A code that is its own string; members are written `NAME = "code", "中文", "English"`."""

    label_zh: str
    label_en: str

    def __new__(cls, code: str, label_zh: str, label_en: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label_zh = label_zh
        member.label_en = label_en
        return member

    def label(self, language: str) -> str:
        return self.label_en if language.startswith("en") else self.label_zh

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of code and Chinese label, as form and model fields take them."""
        return [(member.value, member.label_zh) for member in cls]


class Sex(Choice):
    """Sex as the identity number tells it, and `unknown` where nothing does."""

    MALE = "male", "男", "Male"
    FEMALE = "female", "女", "Female"
    UNKNOWN = "unknown", "未说明", "Not stated"
