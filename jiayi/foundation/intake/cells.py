"""What a cell says, as text: numbers as people see them, days as YYYY-MM-DD, formulas as plain words."""

import math
import re
from datetime import date, timedelta

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_SERIAL_ZERO = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_LAST_SERIAL = 2_958_465
# A format shows a day when it has y or d outside quotes, brackets and escapes ("General" has none).
_NOT_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_BUILT_IN_DAY_FORMATS = frozenset([*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58])
_EXACT_DIGITS = 15
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def number_text(raw: str) -> str:
    """A numeric cell as text.

    A spreadsheet keeps fifteen digits of a number; what has more is given in scientific notation, so that
    whoever reads it sees that digits are lost.
    """
    if raw.isdigit() and len(raw) <= _EXACT_DIGITS:
        return raw
    try:
        value = float(raw)
    except ValueError:
        return raw
    if not math.isfinite(value):
        return raw
    if abs(value) >= 10**_EXACT_DIGITS:
        return f"{value:.14E}"
    return str(int(value)) if value.is_integer() else repr(value)


def day_text(raw: str, *, counts_from_1904: bool = False) -> str:
    """A serial number in a cell formatted as a day, as YYYY-MM-DD; the number itself when it is no day."""
    try:
        serial = math.floor(float(raw))
    except (ValueError, OverflowError):
        return raw
    if not 0 < serial <= _LAST_SERIAL:
        return number_text(raw)
    return (_SERIAL_ZERO[counts_from_1904] + timedelta(days=serial)).isoformat()


def is_day_format(format_id: int, code: str | None) -> bool:
    """Whether a number format shows a day."""
    if code is None:
        return format_id in _BUILT_IN_DAY_FORMATS
    bare = _NOT_FORMAT.sub("", code).lower()
    return "y" in bare or "d" in bare


def unescaped(text: str) -> str:
    """A cell's text as its writer meant it: what XML cannot say stands as `_x0007_` (ECMA-376, ST_Xstring)."""
    return _ESCAPE.sub(_meant, text) if "_x" in text else text


def _meant(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code and not 0xD800 <= code <= 0xDFFF else "\N{REPLACEMENT CHARACTER}"


def neutralised(text: str) -> str:
    """The text such that no spreadsheet takes it for a formula, wherever it is saved to next."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def plain(text: str) -> str:
    """The opposite of `neutralised`: a workbook that went out may come back."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text
