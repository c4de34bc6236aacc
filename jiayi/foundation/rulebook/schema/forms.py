"""Record forms: one definition gives page, validation, API, import, print and the values that are kept."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from jiayi.foundation.rulebook.schema.entries import Code, Entry, Labelled, SchemeName, Sourced
from jiayi.foundation.rulebook.schema.form_fields import FormField, When
from jiayi.foundation.rulebook.schema.services import Mode

# What a form may read of the resident and the enrolment besides its own fields.
GIVEN = frozenset({"age", "age_days", "sex", "birth_date", "enrolled_on"})


class Section(Labelled):
    fields: Annotated[dict[Code, FormField], Field(min_length=1)]


class Deciding(Entry):
    """The decision that reads the form. A fact is a field, a list of fields (the fact is a list), or one of `GIVEN`.

    `when`: it is taken only then. An empty field is left out of the facts; a choice with points gives its points.
    `previous` names the fact that takes the last record's outcome under this key; `fills` puts keys of the outcome into
    fields where nothing was typed; `next_days` is the outcome's key that says within how many days the next visit is.
    """

    rule: str
    when: When | None = None
    facts: dict[Code, Code | list[Code]]
    previous: dict[Code, Code] = {}
    fills: dict[Code, Code] = {}
    next_days: Code | None = None
    next_field: Code | None = None  # the field of a date that next_days proposes
    urgent: dict[Code, list[Code | bool]] = {}  # outcome key -> values that make the finding urgent

    @property
    def named(self) -> Iterator[str]:
        """Every field it reads or fills."""
        for given in self.facts.values():
            yield from (given,) if isinstance(given, str) else given
        yield from self.fills.values()
        yield from (code for code in (self.next_field, self.when and self.when.field) if code)


class Part(Entry):
    """A record that a combined form leaves when `when` holds: of which form, and which of that form's fields stand here
    under another name; fields of the same name are taken as they are."""

    form: SchemeName
    when: When | None = None
    names: dict[Code, Code] = {}  # field of the part's form -> field of this one

    def names_in(self, whole: "Form", form: "Form") -> dict[str, str]:
        """Each field of the part's form that is asked in the combined one, with its name there."""
        names = {code: self.names.get(code, code) for code in form.fields}
        return {code: name for code, name in names.items() if name in whole.fields}


class Form(Labelled, Sourced):
    """A form that is filled in for a resident.

    `programme`: a record of it is a visit of that programme, and of `more_programmes` too; `more_decisions` are taken
    beside the first. A combined form has `parts` instead: it is filled in once and leaves a record of each part's form,
    judged by that form. `findings` are what the form can tell without a decision: a finding is
    there when one of its conditions holds; `urgent` among them stops the page as a decision's urgent outcome does,
    `advised` advises a referral that is followed; any other only shows its advice.
    """

    form: SchemeName
    programme: Code | None = None
    more_programmes: list[Code] = []
    stage: Code | None = None  # which visit of its programme it always is; other forms ask for it in a field `stage`
    groups: list[Code] = []
    restricted: bool = False
    is_service: bool = True  # a report about a service is none
    modes: Annotated[list[Mode], Field(min_length=1)]
    face_to_face: bool = False  # only clinic and home count for the programme
    decision: Deciding | None = None
    more_decisions: list[Deciding] = []
    parts: list[Part] = []
    findings: dict[Code, Annotated[list[When], Field(min_length=1)]] = {}
    advice: dict[Code, Labelled] = {}  # what to do, by finding or outcome value: urgent, advised …
    sections: Annotated[list[Section], Field(min_length=1)]

    @model_validator(mode="after")
    def _fields_are_known(self) -> "Form":
        known = self.fields
        if len(known) != sum(len(section.fields) for section in self.sections):
            raise ValueError("a field stands in two sections")
        if unknown := set(self._named()) - known.keys() - GIVEN:
            raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
        if unsaid := self.findings.keys() - self.advice.keys():
            raise ValueError(f"no advice for {', '.join(sorted(unsaid))}")
        if self.parts and (self.programmes or self.decisions):
            raise ValueError("the parts of a combined form have programmes and decisions, not the form itself")
        for when in self._conditions():
            field = known.get(when.field)
            if field and field.chooses and set(when.values) - field.choices.keys():
                raise ValueError(f"{when.field} has no such choices: {when.values}")
        return self

    def _conditions(self) -> Iterator[When]:
        for field in self.fields.values():
            yield from (when for when in (field.required_when, field.shown_when) if when)
        yield from (
            when for when in (*(one.when for one in self.decisions), *(part.when for part in self.parts)) if when
        )
        yield from (when for conditions in self.findings.values() for when in conditions)

    def _named(self) -> Iterator[str]:
        for field in self.fields.values():
            yield from field.of
            yield from (other for other in (field.above, field.within) if other)
            yield from ("height", "weight") if field.derived == "bmi" and not field.of else ()
        yield from (when.field for when in self._conditions())
        for one in self.decisions:
            yield from one.named
        for part in self.parts:
            yield from part.names.values()

    @property
    def fields(self) -> dict[str, FormField]:
        """All fields by their code, in the order of the sections."""
        return {code: one for section in self.sections for code, one in section.fields.items()}

    @property
    def programmes(self) -> list[str]:
        """Every programme of which a record is a visit."""
        return [code for code in (self.programme, *self.more_programmes) if code]

    @property
    def decisions(self) -> list[Deciding]:
        """Every decision that reads the form, the first first."""
        return [one for one in (self.decision, *self.more_decisions) if one]


class Programme(Labelled, Sourced):
    """Residents of these groups are followed; the decision says when the next visit is due.

    `where`: they are taken in by themselves only where a scheme sets this parameter; where it lists groups, those in
    one of them.
    """

    groups: list[Code]
    schedule: str
    where: str | None = None
    restricted: bool = False
