"""What can be measured: the fields of forms whose values are kept over time."""

from functools import cache

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import FormField


@cache
def measures() -> dict[str, FormField]:
    """Numbers that are kept, by the code of the observation; the first form that names one describes it."""
    found: dict[str, FormField] = {}
    for form in rulebook().forms.values():
        for field in form.fields.values():
            if field.observation and field.type in ("integer", "decimal"):
                found.setdefault(field.observation, field)
    return found
