"""Codes of this room in the language of the request."""

from collections.abc import Iterable

from django.utils.translation import get_language

from jiayi.foundation.rulebook import rulebook


def language() -> str:
    return get_language() or "zh-hans"


def group_labels(codes: Iterable[str]) -> list[str]:
    """Population groups in the reader's language."""
    groups = rulebook().groups
    return [groups[code].label(language()) if code in groups else code for code in codes]
