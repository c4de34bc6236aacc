"""Telephone numbers of mainland mobiles, as rosters and people write them."""

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_PREFIX = re.compile(r"^(?:\+86|0086)(?=1)")
_FILLING = re.compile(r"[\s\-()]+")


def mobile_number(text: str | None) -> str | None:
    """The eleven digits of a mobile number, `None` when the text holds none."""
    bare = text or ""
    if not _MOBILE.fullmatch(bare):
        bare = _PREFIX.sub("", _FILLING.sub("", unicodedata.normalize("NFKC", bare)))
    return bare if _MOBILE.fullmatch(bare) else None


def masked_phone(number: str) -> str:
    """First three and last four digits, the rest hidden."""
    return number if len(number) < 8 else f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
