"""The words of what stands in the history."""

from django.utils.translation import get_language

from jiayi.foundation.rulebook import rulebook


def act_label(act: str) -> str:
    """What was done, in the reader's language; the act itself where it is no longer known."""
    known = rulebook().acts.get(act)
    return known.label(get_language() or "zh-hans") if known else act


def subject_label(kind: str) -> str:
    """What the act was done to, in the reader's language, where the glossary has a word for it."""
    known = rulebook().labelled(kind)
    if known is None:
        return kind
    return known.en if (get_language() or "").startswith("en") else known.zh
