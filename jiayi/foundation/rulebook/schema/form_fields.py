"""One field of a record form: its type, unit, choices, ranges, and what is computed from others."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from jiayi.foundation.rulebook.schema.entries import Code, Entry, Labelled

FieldType = Literal[
    "integer", "decimal", "text", "long_text", "date", "time", "boolean", "choice", "choices", "drugs", "rows"
]
Number = int | float
Range = Annotated[list[Number], Field(min_length=2, max_length=2)]

# How a field is computed from those named in `of`, in their order; nothing where one of them is empty, unless said.
#   bmi             kg / m² of height in cm and weight in kg; `of` is [height, weight] where none is named
#   sum             numbers, points of choices, 1 for yes
#   count           how many choices are ticked, the exclusive one not counted
#   any_yes         true where one is true, or a choice other than the exclusive one is ticked; empty ones are no
#   any_no          true where one is false; empty ones are no, all empty gives nothing
#   percent         the first in percent of the second
#   mg_dl_of_cholesterol   mg/dL of mmol/L (× 38.67)
#   weeks_since     completed weeks from a day to the day of the visit
#   due_date        280 days after the first day of the last period
Derivation = Literal[
    "bmi", "sum", "count", "any_yes", "any_no", "percent", "mg_dl_of_cholesterol", "weeks_since", "due_date"
]


class When(Entry):
    """Holds when another field has one of these values, or one of its ticked choices is among them, or when its number
    is at least or at most so much. An empty field never holds."""

    field: Code
    values: list[Code | bool] = []
    at_least: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _asks_one_thing(self) -> "When":
        if bool(self.values) == (self.at_least is not None or self.at_most is not None):
            raise ValueError("a condition names values, or bounds")
        return self

    def holds(self, value: object) -> bool:
        """For the field's value: a code, a boolean, several codes, a number, or `None`."""
        if self.values:
            ticked = value if isinstance(value, list | tuple | set) else (value,)
            return any(one in self.values for one in ticked)
        if value is None or isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            return False
        low, high = self.at_least, self.at_most
        return (low is None or value >= low) and (high is None or value <= high)


class FormField(Labelled):
    """One value of a record. `hard` refuses what lies outside, `soft` asks to confirm it; both ends included.

    `copies` lets the last record's value be taken over, field by field. `exclusive` is the choice that excludes others.
    `points` says what each choice counts: what a sum adds, and what a decision reads in place of the code.
    `columns` are the fields of a row of `rows`. In a file `like: <code>` takes a field of fields.yaml and changes it.
    """

    type: FieldType
    unit: Code | None = None
    digits: int = Field(default=0, ge=0, le=4)  # after the point, of a decimal
    choices: dict[Code, Labelled] = {}
    points: dict[Code, int] = {}
    exclusive: Code | None = None
    columns: "dict[Code, FormField]" = {}
    required: bool = False
    required_when: When | None = None
    shown_when: When | None = None
    hard: Range | None = None
    soft: Range | None = None
    above: Code | None = None  # must be greater than this other field
    within: Code | None = None  # must not be greater than this other field
    derived: Derivation | None = None  # the rule that computes it from others: nobody types it
    of: list[Code] = []  # what that rule reads
    observation: Code | None = None  # the code under which the value is kept for trends
    latest_today: bool = False  # of a date: not after the day of entry
    after_visit: bool = False  # of a date: after the day of the visit
    copies: bool = False

    @model_validator(mode="after")
    def _fits_its_type(self) -> "FormField":
        for message, wrong in (
            ("choices belong to choice and choices, and to them alone", bool(self.choices) != self.chooses),
            ("columns belong to rows, and to them alone", bool(self.columns) != (self.type == "rows")),
            ("a row holds no rows", any(column.type == "rows" for column in self.columns.values())),
            ("every choice has its points, or none", self.points and self.points.keys() != self.choices.keys()),
            ("only numbers have ranges", (self.hard or self.soft) and self.type not in ("integer", "decimal")),
            ("a range runs upward", any(pair[0] > pair[1] for pair in (self.hard, self.soft) if pair)),
            ("the exclusive choice is one of the choices", self.exclusive and self.exclusive not in self.choices),
            ("what is read belongs to a rule that computes", self.of and not self.derived),
            ("a rule needs what it reads", self.derived not in (None, "bmi") and not self.of),
        ):
            if wrong:
                raise ValueError(message)
        return self

    @property
    def chooses(self) -> bool:
        return self.type in ("choice", "choices")
