"""Texts of cells, cleaned for their columns."""

import re
import unicodedata

_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)])
_SPACES = dict.fromkeys([0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85], " ")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+")


def clean(text: str) -> str:
    """The text without control characters, and with single blanks."""
    if not text.isprintable():
        text = text.translate(_SPACES).translate(_CONTROLS)
    if text[:1].isspace() or text[-1:].isspace() or "  " in text:
        return " ".join(text.split())
    return text


def compact(text: str) -> str:
    """A code or number: NFKC, no white space, no control characters."""
    if text.isascii() and text.isalnum():
        return text
    return "".join(unicodedata.normalize("NFKC", clean(text)).split())


def is_lost_number(text: str) -> bool:
    """Whether a spreadsheet has written a long number in scientific notation: its digits are gone."""
    return _SCIENTIFIC.fullmatch(text) is not None
