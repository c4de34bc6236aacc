"""Names of codes in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import get_language

from jiayi.foundation.rulebook import rulebook


def item_label(code: str) -> str:
    """The name of a service; the code itself where the rulebook has dropped it."""
    known = rulebook().items.get(code)
    return known.label(get_language() or "") if known else code


def item_labels(codes: Iterable[str]) -> list[str]:
    """The names of services, in order."""
    return [item_label(code) for code in codes]
