"""Personal names: the form in which two are compared, and what no name may hold."""

import unicodedata
from typing import Literal

MIDDLE_DOT = "·"
# Keyboards and fonts offer many dots for the one in 买买提·艾力.
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･᛫ꞏ⸱"), MIDDLE_DOT)
# A spreadsheet would take these as the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@")

NameFault = Literal["E_NAME_MISSING", "E_NAME_INVALID"]


def comparable_name(name: str) -> str:
    """The form in which names are equal: NFKC, no white space, one kind of middle dot."""
    bare = "".join(unicodedata.normalize("NFKC", name).translate(_DOTS).split())
    # Taking a blank out may bring a letter and its mark together, so composed once more.
    return unicodedata.normalize("NFKC", bare)


def tidy_name(name: str) -> str:
    """The name as it is kept: outer white space off, inner runs of it one blank."""
    return " ".join(name.split())


def name_fault(name: str | None) -> NameFault | None:
    """Why a text is no name: blank, or written like a formula, or holding < > or control characters."""
    text = (name or "").strip()
    if not text:
        return "E_NAME_MISSING"
    plain = unicodedata.normalize("NFKC", text)
    if plain.startswith(_FORMULA_STARTS) or any(_is_forbidden(character) for character in plain):
        return "E_NAME_INVALID"
    return None


def _is_forbidden(character: str) -> bool:
    return character in "<>" or unicodedata.category(character) == "Cc"
