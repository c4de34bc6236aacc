"""Codes in the reader's language."""

from collections.abc import Iterable

from jiayi.foundation.core.choices import Choice, Sex
from jiayi.foundation.rulebook import rulebook


def choice_label(choices: type[Choice], code: str, language: str) -> str:
    """A code's label; the code itself where the set does not know it, "" for none."""
    try:
        return choices(code).label(language) if code else ""
    except ValueError:
        return code


def sex_label(code: str, language: str) -> str:
    return "" if code == Sex.UNKNOWN else choice_label(Sex, code, language)


def group_label(code: str, language: str) -> str:
    """A population group as the rulebook calls it."""
    group = rulebook().groups.get(code)
    return group.label(language) if group else code


def groups_in_words(codes: Iterable[str], language: str) -> list[str]:
    return [group_label(code, language) for code in codes]
