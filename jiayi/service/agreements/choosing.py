"""Choices of codes for forms and filters."""

from django.utils.translation import get_language

from jiayi.foundation.core.choices import Choice


def options_of(choice: type[Choice]) -> list[tuple[str, str]]:
    """Every code with its label in the reader's language."""
    return [(one.value, one.label(get_language() or "")) for one in choice]
