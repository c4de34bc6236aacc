"""The signs that a language puts between words and around them."""

from collections.abc import Iterable

from django.utils.translation import get_language

_ENGLISH = {"、": ", ", "，": ", ", "；": "; ", "：": ": "}


def joined(parts: Iterable[object], sign: str = "、", *, language: str | None = None) -> str:
    """What is not blank, in a row; the Chinese sign or what stands for it in the reader's language."""
    said = [str(part) for part in parts]
    return between(sign, language).join(part for part in said if part)


def bracketed(words: object, more: object) -> str:
    """Words with more in brackets behind them; without, where there is no more."""
    if not str(more):
        return str(words)
    return f"{words} ({more})" if _is_english(None) else f"{words}（{more}）"  # data, not for translation


def between(sign: str, language: str | None = None) -> str:
    """A Chinese sign, or what stands for it in English."""
    return _ENGLISH[sign] if _is_english(language) else sign


def _is_english(language: str | None) -> bool:
    return ((get_language() or "") if language is None else language).startswith("en")
