"""Values that follow from others: nobody types them. What each rule does stands in the schema (form_fields)."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jiayi.foundation.rulebook.schema import Form, FormField

MG_DL_PER_MMOL = 38.67  # of cholesterol (domain 7.1)
DAYS_OF_PREGNANCY = 280


def with_derived(form: Form, values: Mapping[str, Any], *, visit_on: dt.date) -> dict[str, Any]:
    """The values with the derived ones computed anew, in the form's order; one that lacks its inputs is not there."""
    found = {code: value for code, value in values.items() if code in form.fields and not form.fields[code].derived}
    for code, one in form.fields.items():
        if one.derived:
            value = _computed(form, one, found, visit_on)
            if value is not None:
                found[code] = value
    return found


def _computed(form: Form, one: FormField, values: Mapping[str, Any], visit_on: dt.date) -> Any:
    names = one.of or (["height", "weight"] if one.derived == "bmi" else [])
    fields = [form.fields.get(name) for name in names]
    given: list[Any] = [values.get(name) for name in names]
    if one.derived in _OF_SOME:
        return _OF_SOME[one.derived](fields, given)
    if any(value is None or value == "" for value in given):
        return None
    if one.derived == "weeks_since":
        return (visit_on - given[0]).days // 7
    value = _OF_ALL[str(one.derived)](fields, given)
    return round(value, one.digits) if isinstance(value, float) else value


def _bmi(fields: Sequence[Any], given: Sequence[Any]) -> float | None:
    height, weight = (float(value) for value in given)
    return weight / (height / 100) ** 2 if height else None


def _sum(fields: Sequence[Any], given: Sequence[Any]) -> Any:
    return sum(_points(one, value) for one, value in zip(fields, given, strict=True))


def _points(one: FormField | None, value: Any) -> Any:
    if one is not None and one.points:
        ticked = value if isinstance(value, list) else [value]
        return sum(one.points[code] for code in ticked)
    return int(value) if isinstance(value, bool) else value


def _count(fields: Sequence[Any], given: Sequence[Any]) -> int:
    return sum(len(_ticked(one, value)) for one, value in zip(fields, given, strict=True))


def _any_yes(fields: Sequence[Any], given: Sequence[Any]) -> bool:
    return any(value is True or bool(_ticked(one, value)) for one, value in zip(fields, given, strict=True))


def _any_no(fields: Sequence[Any], given: Sequence[Any]) -> bool | None:
    return any(value is False for value in given) if any(value is not None for value in given) else None


def _ticked(one: FormField | None, value: Any) -> list[str]:
    exclusive = one.exclusive if one else None
    if isinstance(value, list):
        return [code for code in value if code != exclusive]
    return [value] if isinstance(value, str) and value not in ("", exclusive) else []


Rule = Callable[[Sequence[Any], Sequence[Any]], Any]
# Some answers are enough for these; the others need every one.
_OF_SOME: dict[str, Rule] = {"any_yes": _any_yes, "any_no": _any_no}
_OF_ALL: dict[str, Rule] = {
    "bmi": _bmi,
    "sum": _sum,
    "count": _count,
    "percent": lambda _, given: 100 * float(given[0]) / float(given[1]) if given[1] else None,
    "mg_dl_of_cholesterol": lambda _, given: float(given[0]) * MG_DL_PER_MMOL,
    "due_date": lambda _, given: given[0] + dt.timedelta(days=DAYS_OF_PREGNANCY),
}
