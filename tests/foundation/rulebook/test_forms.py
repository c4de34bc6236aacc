"""Record forms: what a definition may not say, and what every form of the rulebook holds to."""

import pytest
from pydantic import ValidationError

from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.errors import RulebookError
from jiayi.foundation.rulebook.schema import Form, FormField
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
