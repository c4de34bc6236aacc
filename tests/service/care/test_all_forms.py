"""Every form of the rulebook, filled in from one end to the other: nothing refused, every decision taken."""

import datetime as dt
from dataclasses import asdict
from typing import Any

import pytest

from jiayi.foundation.rulebook import decide, decisions, rulebook
from jiayi.foundation.rulebook.schema import Form, FormField
from jiayi.service.care.rules import deriving, filling, judging, storing
from jiayi.service.care.terms import Person

DAY = dt.date(2026, 11, 2)
PEOPLE = {
    "woman": Person("female", 40, 14_700, dt.date(1986, 8, 1)),
    "old man": Person("male", 70, 25_600, dt.date(1956, 9, 29)),
    "infant": Person("female", 0, 180, dt.date(2026, 5, 6)),
}
FIRST, LAST = 0, -1


def answer(one: FormField, which: int) -> Any:
    """A value that the field takes: its first or last choice, no or yes, the middle of what is usual."""
    if one.type in ("integer", "decimal"):
        low, high = one.soft or one.hard or (0, 2)
        return int((low + high) / 2)
    if one.type == "choices":
        return [one.exclusive] if one.exclusive and which == FIRST else [list(one.choices)[which]]
    if one.type == "rows":
        return [{code: answer(column, which) for code, column in one.columns.items()}]
    kinds: dict[str, Any] = {
        "choice": lambda: list(one.choices)[which],
        "boolean": lambda: which == LAST,
        "date": lambda: DAY + dt.timedelta(days=30 if one.after_visit else -30),
        "time": lambda: dt.time(9, 30),
        "drugs": lambda: [{"name": "氨氯地平", "times_per_day": 1, "dose": "5mg"}],
    }
    return kinds.get(one.type, lambda: "说明")()


def filled(form: Form, person: Person, which: int) -> dict[str, Any]:
    typed = {code: answer(one, which) for code, one in form.fields.items() if not one.derived}
    return filling.kept_values(form, deriving.with_derived(form, typed, visit_on=DAY), asdict(person))


def judged(form: Form, values: dict[str, Any], person: Person) -> dict[str, dict[str, Any]]:
    asked = [one for one in judging.asked_decisions(form, values) if one.rule in decisions()]
    return {
        one.rule: decide(
            one.rule,
            on=DAY,
            schemes=("national",),
            facts=storing.plain(judging.facts_of(form, one, values, person, None)),
        )
        for one in asked
    }


@pytest.mark.parametrize("which", [FIRST, LAST], ids=["first", "last"])
@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", sorted(rulebook().forms))
def test_a_form_is_filled_in_and_judged(name: str, who: str, which: int) -> None:
    form, person = rulebook().forms[name], PEOPLE[who]
    values = filled(form, person, which)
    assert filling.faults(form, values, visit_on=DAY, today=DAY, given=asdict(person)) == []
    assert filling.unusual(form, values) == []
    found = judging.judgement(form, values, judged(form, values, person), visit_on=DAY)
    for code, value in found.fills.items():
        field = form.fields[code]
        chosen = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        assert set(chosen) <= field.choices.keys() or not field.chooses, f"{code} is filled with {value}"


@pytest.mark.parametrize("name", sorted(rulebook().forms))
def test_each_finding_of_a_form_can_come_up(name: str) -> None:
    form = rulebook().forms[name]
    for code, conditions in form.findings.items():
        for when in conditions:
            low, high = when.at_least, when.at_most
            value = when.values[0] if when.values else low if low is not None else high
            field = form.fields[when.field]
            assert code in judging.findings_of(form, {when.field: [value] if field.type == "choices" else value})
            if not when.values and field.hard:
                assert field.hard[0] <= value <= field.hard[1], f"{code}: {when.field} cannot be {value}"
