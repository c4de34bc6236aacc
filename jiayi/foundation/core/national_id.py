"""Resident identity numbers: GB 11643-1999 (18 characters) and the older form of 15 digits.

`parse` is called once for each row of a roster of a million, so the ordinary number takes a short path:
weights are multiplied over the bytes, and birth dates are remembered by their eight digits.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from operator import mul
from types import MappingProxyType
from typing import Literal, NamedTuple

IdSex = Literal["male", "female"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
# The bytes of digits are 48 too high; that much times the weights is known beforehand.
_BYTE_EXCESS = 48 * sum(_WEIGHTS)
_LOST_PRECISION = re.compile(r"[+-]?(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?", re.ASCII)
_FIFTEEN_DIGITS = re.compile(r"\d{15}", re.ASCII)
_EIGHTEEN_CHARACTERS = re.compile(r"\d{17}[\dX]", re.ASCII)
_EARLIEST_BIRTH = date(1800, 1, 1)
_NO_DAY = date.min
_birth_dates: dict[str, date] = {}

NO_CODES: tuple[str, ...] = ()
MASK: Mapping[int, tuple[int, int]] = MappingProxyType({18: (6, 4), 15: (6, 3)})


class ParsedId(NamedTuple):
    """What an identity number tells; when not `valid`, `codes` says why and the rest is `None`."""

    valid: bool
    number: str | None
    birth_date: date | None
    sex: IdSex | None
    area: str | None
    codes: tuple[str, ...]


def parse(number: str | None, on: date) -> ParsedId:
    """Normalise, judge and read a number on a day; `None` and "" are empty and so of the wrong length."""
    text = number or ""
    if len(text) == 18 and text.isascii() and text[:17].isdigit() and text[17] in _CHECK_CHARACTERS:
        return _judge(text, on, NO_CODES)
    normalized = normalize(text)
    codes = NO_CODES if normalized == text else ("W_ID_NORMALIZED",)
    if _LOST_PRECISION.fullmatch(normalized):
        return _refused(codes, "E_ID_LOST_PRECISION")
    if _EIGHTEEN_CHARACTERS.fullmatch(normalized):
        return _judge(normalized, on, codes)
    if _FIFTEEN_DIGITS.fullmatch(normalized):
        return _judge(upgraded(normalized), on, (*codes, "W_ID_UPGRADED"))
    return _refused(codes, "E_ID_LENGTH")


def normalize(text: str) -> str:
    """NFKC, all white space out, a final x to X."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = "".join(text.split())
    return text[:-1] + "X" if text.endswith("x") else text


def check_character(first_seventeen: str) -> str:
    """The 18th character that seventeen digits ask for."""
    total = sum(map(mul, first_seventeen.encode(), _WEIGHTS)) - _BYTE_EXCESS
    return _CHECK_CHARACTERS[total % 11]


def upgraded(fifteen_digits: str) -> str:
    """The 18-character form of an old number: 19 before the year, then the check character."""
    seventeen = f"{fifteen_digits[:6]}19{fifteen_digits[6:]}"
    return seventeen + check_character(seventeen)


def masked(number: str) -> str:
    """The number with the middle hidden: area and last characters stay, for screens and logs of changes."""
    head, tail = MASK.get(len(number), (0, 0))
    return number[:head] + "*" * (len(number) - head - tail) + number[len(number) - tail :]


def _judge(number: str, on: date, codes: tuple[str, ...]) -> ParsedId:
    birth_date = _birth_dates.get(number[6:14]) or _birth_date(number[6:14])
    if not _EARLIEST_BIRTH <= birth_date <= on:
        return _refused(codes, "E_ID_DATE")
    total = sum(map(mul, number.encode(), _WEIGHTS)) - _BYTE_EXCESS
    if _CHECK_CHARACTERS[total % 11] != number[17]:
        return _refused(codes, "E_ID_CHECKSUM")
    sex: IdSex = "male" if number[16] in "13579" else "female"
    return ParsedId(True, number, birth_date, sex, number[:6], codes)


def _birth_date(digits: str) -> date:
    """The day in eight digits, `date.min` (before every living birth) when there is no such day."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        day = _NO_DAY
    # Bounded by the calendar for real days; nonsense must not grow the memory.
    if day != _NO_DAY:
        _birth_dates[digits] = day
    return day


def _refused(codes: tuple[str, ...], error: str) -> ParsedId:
    kept = tuple(code for code in codes if code == "W_ID_NORMALIZED")
    return ParsedId(False, None, None, None, None, (*kept, error))
