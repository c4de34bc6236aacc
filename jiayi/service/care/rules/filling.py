"""What may be written into a form: which fields matter, which values are refused, which are looked at again."""

import dataclasses
import datetime as dt
import operator
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from jiayi.foundation.rulebook.schema import GIVEN, Form, FormField, When

Values = Mapping[str, Any]
EMPTY: tuple[Any, ...] = (None, "", [], ())


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a field's value does not stand: the code of a reason and the words it needs."""

    field: str
    code: str
    words: dict[str, Any] = dataclasses.field(default_factory=dict)


def is_filled(value: Any) -> bool:
    """Whether anything was answered; no is an answer to a yes-or-no question only where somebody said it."""
    return value not in EMPTY


def shown_fields(form: Form, values: Values, given: Values | None = None) -> dict[str, FormField]:
    """The fields that matter for these values and for this resident (`given`), in the form's order."""
    return {
        code: one for code, one in form.fields.items() if one.shown_when is None or holds(one.shown_when, values, given)
    }


def holds(when: When, values: Values, given: Values | None = None) -> bool:
    """Whether the field that the condition names has what it asks for; what is asked of the resident (sex, age) holds
    where nobody says who that is."""
    if when.field not in GIVEN:
        return when.holds(values.get(when.field))
    return given is None or when.holds(given.get(when.field))


def kept_values(form: Form, values: Values, given: Values | None = None) -> dict[str, Any]:
    """The answered values of the fields that matter; what was typed into a field that does not show is left out."""
    shown = shown_fields(form, values, given)
    return {code: values[code] for code in shown if is_filled(values.get(code))}


def faults(
    form: Form, values: Values, *, visit_on: dt.date, today: dt.date, given: Values | None = None
) -> list[Fault]:
    """Everything that refuses the record, field by field."""
    found: list[Fault] = []
    for code, one in shown_fields(form, values, given).items():
        value = values.get(code)
        if not is_filled(value):
            found += [Fault(code, "E_FIELD_MISSING")] if _is_required(one, values) else []
            continue
        found += _faults_of(code, one, value, visit_on, today) or _beside(form, code, one, value, values)
    return found


def _is_required(one: FormField, values: Values) -> bool:
    return one.required or (one.required_when is not None and holds(one.required_when, values))


def _beside(form: Form, code: str, one: FormField, value: Any, values: Values) -> list[Fault]:
    """What another field's number says of this one: to be above it, or not to exceed it."""
    found = []
    for name, reason, holds_good in (
        ("above", "E_FIELD_NOT_ABOVE", operator.gt),
        ("within", "E_FIELD_NOT_WITHIN", operator.le),
    ):
        other = getattr(one, name)
        if other and values.get(other) is not None and not holds_good(value, values[other]):
            words = form.fields[other]
            found.append(Fault(code, reason, {"other": words.zh, "other_en": words.en}))
    return found


def _faults_of(code: str, one: FormField, value: Any, visit_on: dt.date, today: dt.date) -> list[Fault]:
    if one.type == "rows":
        return _faults_of_rows(code, one, value, visit_on, today)
    if one.hard and not one.hard[0] <= value <= one.hard[1]:
        return [Fault(code, "E_FIELD_OUT_OF_RANGE", {"least": one.hard[0], "most": one.hard[1]})]
    if one.exclusive and len(value) > 1 and one.exclusive in value:
        return [Fault(code, "E_FIELD_EXCLUSIVE", {"choice": one.choices[one.exclusive].zh})]
    if one.latest_today and value > today:
        return [Fault(code, "E_FIELD_AFTER_TODAY")]
    if one.after_visit and value <= visit_on:
        return [Fault(code, "E_FIELD_NOT_AFTER_VISIT")]
    return []


def _faults_of_rows(code: str, one: FormField, rows: Any, visit_on: dt.date, today: dt.date) -> list[Fault]:
    """The first thing that refuses a row, with its number and column."""
    for number, row in enumerate(rows, start=1):
        place = {"row": number}
        for name, column in one.columns.items():
            value = row.get(name)
            words = place | {"column": column.zh, "column_en": column.en}
            if column.required and not is_filled(value):
                return [Fault(code, "E_ROW_LACKS", words)]
            if is_filled(value) and _faults_of(name, column, value, visit_on, today):
                return [Fault(code, "E_ROW_WRONG", words)]
    return []


def unusual(form: Form, values: Values, *, confirmed: Collection[str] = ()) -> list[Fault]:
    """Values outside the soft range that nobody has confirmed: possible, but look again."""
    return [
        Fault(code, "W_FIELD_UNUSUAL", {"least": one.soft[0], "most": one.soft[1]})
        for code, one in shown_fields(form, values).items()
        if one.soft
        and code not in confirmed
        and is_filled(values.get(code))
        and not one.soft[0] <= values[code] <= one.soft[1]
    ]
