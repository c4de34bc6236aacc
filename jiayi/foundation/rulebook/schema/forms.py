"""Record forms: one definition gives page, validation, API, import, print and the values that are kept."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from jiayi.foundation.rulebook.schema.entries import Code, Entry, Labelled, SchemeName, Sourced
from jiayi.foundation.rulebook.schema.services import Mode

FieldType = Literal["integer", "decimal", "text", "long_text", "date", "boolean", "choice", "choices", "drugs"]
Number = int | float
Range = Annotated[list[Number], Field(min_length=2, max_length=2)]


class When(Entry):
    """Holds when another field has one of these values."""

    field: Code
    values: Annotated[list[Code | bool], Field(min_length=1)]


class FormField(Labelled):
    """One value of a record. `hard` refuses what lies outside, `soft` asks to confirm it; both ends included.

    `copies` lets the last record's value be taken over, field by field. `exclusive` is the choice that excludes others.
    """

    type: FieldType
    unit: Code | None = None
    digits: int = Field(default=0, ge=0, le=4)  # after the point, of a decimal
    choices: dict[Code, Labelled] = {}
    exclusive: Code | None = None
    required: bool = False
    required_when: When | None = None
    shown_when: When | None = None
    hard: Range | None = None
    soft: Range | None = None
    above: Code | None = None  # must be greater than this other field
    derived: Code | None = None  # the rule that computes it from others: nobody types it
    observation: Code | None = None  # the code under which the value is kept for trends
    latest_today: bool = False  # of a date: not after the day of entry
    after_visit: bool = False  # of a date: after the day of the visit
    copies: bool = False

    @model_validator(mode="after")
    def _fits_its_type(self) -> "FormField":
        if bool(self.choices) != (self.type in ("choice", "choices")):
            raise ValueError("choices belong to choice and choices, and to them alone")
        if (self.hard or self.soft) and self.type not in ("integer", "decimal"):
            raise ValueError("only numbers have ranges")
        if any(pair[0] > pair[1] for pair in (self.hard, self.soft) if pair):
            raise ValueError("a range runs upward")
        if self.exclusive and self.exclusive not in self.choices:
            raise ValueError("the exclusive choice is one of the choices")
        return self


class Section(Labelled):
    fields: Annotated[dict[Code, FormField], Field(min_length=1)]


class Deciding(Entry):
    """The decision that reads the form. A fact is a field, or `age`, `sex`, `birth_date` of the resident.

    `previous` names the fact that takes the last record's outcome under this key; `fills` puts keys of the outcome into
    fields where nothing was typed; `next_days` is the outcome's key that says within how many days the next visit is.
    """

    rule: str
    facts: dict[Code, Code]
    previous: dict[Code, Code] = {}
    fills: dict[Code, Code] = {}
    next_days: Code | None = None
    next_field: Code | None = None  # the field of a date that next_days proposes
    urgent: dict[Code, list[Code | bool]] = {}  # outcome key -> values that make the finding urgent


class Form(Labelled, Sourced):
    """A form that is filled in for a resident.

    `programme`: a record of it is a visit of that programme. `returns_within_days`: after an urgent finding.
    """

    form: SchemeName
    programme: Code | None = None
    groups: list[Code] = []
    restricted: bool = False
    modes: Annotated[list[Mode], Field(min_length=1)]
    face_to_face: bool = False  # only clinic and home count for the programme
    decision: Deciding | None = None
    advice: dict[Code, Labelled] = {}  # what to do, by outcome value: urgent, advised …
    sections: Annotated[list[Section], Field(min_length=1)]

    @model_validator(mode="after")
    def _fields_are_known(self) -> "Form":
        known = self.fields
        if len(known) != sum(len(section.fields) for section in self.sections):
            raise ValueError("a field stands in two sections")
        named = [
            *(when.field for one in known.values() for when in (one.required_when, one.shown_when) if when),
            *(one.above for one in known.values() if one.above),
        ]
        if self.decision:
            named += [*self.decision.facts.values(), *self.decision.fills.values()]
            named += [self.decision.next_field] if self.decision.next_field else []
        if unknown := set(named) - known.keys() - {"age", "sex", "birth_date", "enrolled_on"}:
            raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
        return self

    @property
    def fields(self) -> dict[str, FormField]:
        """All fields by their code, in the order of the sections."""
        return {code: one for section in self.sections for code, one in section.fields.items()}
