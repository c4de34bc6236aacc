"""Record forms: what a definition may not say, and what every form of the rulebook holds to."""

import re
from collections import defaultdict
from decimal import Decimal
from enum import Enum
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from jiayi.foundation.rulebook import decisions, rulebook
from jiayi.foundation.rulebook.errors import RulebookError
from jiayi.foundation.rulebook.schema import GIVEN, Form, FormField, When
from jiayi.foundation.rulebook.shared_fields import with_shared

SOURCE = {"source": {"document": "project-design", "clause": "x"}, "confidence": "provisional"}
NUMBER = {"zh": "数", "en": "Number", "type": "integer"}


def form_of(**fields):
    sections = [{"zh": "节", "en": "Section", "fields": fields}]
    return {"form": "a-form", "zh": "表", "en": "Form", "modes": ["clinic"], "sections": sections, **SOURCE}


@pytest.mark.parametrize(
    "change",
    [
        {"choices": {"a": {"zh": "甲", "en": "A"}}},
        {"type": "choice"},
        {"type": "text", "hard": [1, 2]},
        {"hard": [2, 1]},
        {"type": "choices", "choices": {"a": {"zh": "甲", "en": "A"}}, "exclusive": "none"},
        {"colour": "red"},
        {"type": "rows"},
        {"columns": {"a": NUMBER}},
        {"type": "rows", "columns": {"a": NUMBER | {"type": "rows", "columns": {"b": NUMBER}}}},
        {"type": "choice", "choices": {"a": {"zh": "甲", "en": "A"}}, "points": {"b": 1}},
        {"of": ["a"]},
        {"derived": "sum"},
        {"derived": "guess", "of": ["a"]},
    ],
)
def test_a_field_that_does_not_fit_its_type_is_refused(change) -> None:
    with pytest.raises(ValidationError):
        FormField.model_validate(NUMBER | change)


@pytest.mark.parametrize(
    "change",
    [
        {"above": "missing"},
        {"shown_when": {"field": "missing", "values": [True]}},
        {"required_when": {"field": "missing", "values": [True]}},
        {"derived": "sum", "of": ["missing"]},
    ],
)
def test_a_field_that_names_a_field_that_is_not_there_is_refused(change) -> None:
    with pytest.raises(ValidationError, match="missing"):
        Form.model_validate(form_of(number=NUMBER | change))


def test_a_field_stands_in_one_section() -> None:
    form = form_of(number=NUMBER)
    form["sections"] *= 2
    with pytest.raises(ValidationError, match="two sections"):
        Form.model_validate(form)


def test_a_condition_on_a_choice_that_is_not_there_is_refused() -> None:
    choice = {"zh": "选", "en": "Choice", "type": "choice", "choices": {"a": {"zh": "甲", "en": "A"}}}
    number = NUMBER | {"shown_when": {"field": "choice", "values": ["b"]}}
    with pytest.raises(ValidationError, match="no such choices"):
        Form.model_validate(form_of(choice=choice, number=number))


def test_a_finding_without_advice_is_refused() -> None:
    form = form_of(number=NUMBER) | {"findings": {"urgent": [{"field": "number", "at_least": 3}]}}
    with pytest.raises(ValidationError, match="no advice for urgent"):
        Form.model_validate(form)


@pytest.mark.parametrize("condition", [{}, {"values": [True], "at_least": 1}])
def test_a_condition_asks_one_thing(condition) -> None:
    with pytest.raises(ValidationError, match="values, or bounds"):
        When.model_validate({"field": "a"} | condition)


@pytest.mark.parametrize(
    ("condition", "holding", "others"),
    [
        ({"values": ["a", "b"]}, ["a", ["c", "b"]], ["c", [], None]),
        ({"values": [False]}, [False], [True, None]),
        ({"at_least": 3}, [3, 4, Decimal("3.0")], [2, None, True, "4"]),
        ({"at_least": 3, "at_most": 5}, [3, 5.0], [2.9, 6]),
    ],
)
def test_when_a_condition_holds(condition, holding, others) -> None:
    when = When.model_validate({"field": "a"} | condition)
    assert all(when.holds(value) for value in holding)
    assert not any(when.holds(value) for value in others)


def test_a_form_takes_a_shared_field_and_changes_what_differs() -> None:
    shared = {"number": NUMBER | {"unit": "kg", "hard": [1, 2], "copies": True}}
    changed = {"like": "number", "en": "Weight", "hard": [1, 3], "copies": None}
    form = with_shared(form_of(a={"like": "number"}, b=changed, c={"type": "rows", "columns": {"d": changed}}), shared)
    fields = form["sections"][0]["fields"]
    assert fields["a"] == shared["number"]
    assert fields["b"] == fields["c"]["columns"]["d"] == NUMBER | {"en": "Weight", "unit": "kg", "hard": [1, 3]}


def test_a_shared_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(RulebookError, match="no shared field missing"):
        with_shared(form_of(number={"like": "missing"}), {})


@pytest.mark.parametrize("name", sorted(rulebook().forms))
def test_soft_ranges_lie_within_hard_ones(name: str) -> None:
    for code, field in rulebook().forms[name].fields.items():
        if field.soft and field.hard:
            assert field.hard[0] <= field.soft[0] and field.soft[1] <= field.hard[1], code


@pytest.mark.parametrize("name", sorted(rulebook().forms))
def test_a_form_asks_for_something_before_it_can_be_saved(name: str) -> None:
    assert any(field.required for field in rulebook().forms[name].fields.values())


JUDGED = sorted((name, number) for name, form in rulebook().forms.items() for number, _ in enumerate(form.decisions))


@pytest.mark.parametrize(("name", "number"), JUDGED)
def test_a_decision_is_given_exactly_its_facts(name: str, number: int) -> None:
    deciding = rulebook().forms[name].decisions[number]
    facts = decisions()[deciding.rule].facts.model_fields
    assert deciding.facts.keys() | deciding.previous.keys() == facts.keys()


@pytest.mark.parametrize(("name", "number"), JUDGED)
def test_a_choice_that_a_decision_reads_has_its_codes(name: str, number: int) -> None:
    form = rulebook().forms[name]
    deciding = form.decisions[number]
    for fact, code in deciding.facts.items():
        allowed = codes_of(decisions()[deciding.rule].facts.model_fields[fact].annotation)
        field = None if not isinstance(code, str) or code in GIVEN else form.fields[code]
        if allowed and field and field.type == "choice" and not field.points:
            assert field.choices.keys() <= allowed, f"{fact} of {code}"


def codes_of(annotation: Any) -> set[str]:
    """The codes of a closed set: an enumeration, literals, or either with others beside it."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {member.value for member in annotation}
    parts = get_args(annotation)
    return {one for one in parts if isinstance(one, str)}.union(*(codes_of(one) for one in parts if one is not str))


def test_every_urgent_symptom_can_be_ticked() -> None:
    for programme in ("hypertension", "diabetes"):
        urgent = {
            code for dated in rulebook().parameters[f"{programme}.urgent_symptoms"].values for code in dated.value
        }
        assert urgent <= rulebook().fields[f"{programme}_symptoms"].choices.keys()


def test_an_observation_has_one_unit_everywhere() -> None:
    units = defaultdict(set)
    for form in rulebook().forms.values():
        for field in form.fields.values():
            if field.observation:
                units[field.observation].add((field.type, field.unit))
    assert {code: kinds for code, kinds in units.items() if len(kinds) > 1} == {}


def test_a_shared_field_is_taken_by_a_form() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in rulebook().files("forms"))
    taken = set(re.findall(r"like: (\w+)", text))
    assert taken == rulebook().fields.keys()


# What proves an item and is a record; the other proofs (an encounter, a booking, a referral …) are kept elsewhere.
RECORDS = {
    "assessment_record",
    "checkup_record",
    "child_record",
    "constitution_record",
    "delivery_record",
    "education_record",
    "exam_result",
    "follow_up_record",
    "glucose_result",
    "health_plan",
    "maternal_record",
    "medication_record",
    "record_change",
    "service_record",
    "visit_record",
}


@pytest.mark.parametrize("code", sorted(rulebook().items.keys() - {"contact"}))  # any service at all is a contact
def test_an_item_that_a_record_proves_has_a_form(code: str) -> None:
    item = rulebook().items[code]
    assert bool(item.fulfilled_by) == bool(RECORDS & set(item.evidence))
    for one in item.fulfilled_by:
        assert set(one.modes) <= set(rulebook().forms[one.form].modes) & set(item.modes)


def test_every_form_of_a_programme_serves_its_group() -> None:
    for form in rulebook().forms.values():
        for code in form.programmes:
            assert set(rulebook().programmes[code].groups) <= set(form.groups), form.form


def test_no_field_waits_for_one_that_nobody_types() -> None:
    for name, form in rulebook().forms.items():
        for code, field in form.fields.items():
            seen = form.fields.get(field.shown_when.field) if field.shown_when else None
            assert not (seen and seen.derived), f"{name} {code}"


def test_every_advice_can_be_given() -> None:
    for name, form in rulebook().forms.items():
        answers = {
            choice
            for deciding in form.decisions
            for code in deciding.fills.values()
            for choice in form.fields[code].choices
        }
        referral = {"urgent", "advised"} if form.decisions else set()
        assert form.advice.keys() <= form.findings.keys() | answers | referral, name
