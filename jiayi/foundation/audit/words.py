"""The words of what stands in the history."""

from django.utils.translation import get_language

from jiayi.foundation.rulebook import rulebook


def act_label(act: str) -> str:
    """What was done, in the reader's language; the act itself where it is no longer known."""
    known = rulebook().acts.get(act)
    return known.label(get_language() or "zh-hans") if known else act
