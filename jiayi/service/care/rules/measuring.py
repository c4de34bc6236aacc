"""What can be measured: the fields of forms whose values are kept over time."""

from collections.abc import Collection
from functools import cache

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form, FormField


def rests_on_measures(form: Form, measured: Collection[str]) -> bool:
    """Whether a record is proved by what device or clinic system measured: every number that the form demands, or any
    where it demands none."""
    numbers = {code for code, one in form.fields.items() if one.observation and one.type in ("integer", "decimal")}
    demanded = {code for code in numbers if form.fields[code].required}
    return demanded <= set(measured) if demanded else bool(numbers & set(measured))


@cache
def measures() -> dict[str, FormField]:
    """Numbers that are kept, by the code of the observation; the first form that names one describes it."""
    found: dict[str, FormField] = {}
    for form in rulebook().forms.values():
        for field in form.fields.values():
            if field.observation and field.type in ("integer", "decimal"):
                found.setdefault(field.observation, field)
    return found
