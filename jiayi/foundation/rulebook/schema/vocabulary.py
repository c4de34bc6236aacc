"""Words the rulebook defines: documents, units, groups, roles, posts, reasons, the glossary."""

from typing import Literal

from jiayi.foundation.rulebook.schema.entries import Code, Day, Entry, Labelled, Source, Sourced, Text


class Document(Labelled):
    """A source: title in two languages, number and day of issue where it bears them."""

    kind: Literal["national", "province", "county", "plan", "standard", "article", "project"]
    number: str | None = None
    issuer: str | None = None
    issued_on: Day | None = None
    note: str | None = None


class Unit(Labelled):
    """What a value counts; `one` is English for exactly one of it."""

    one: Text | None = None

    def unit_of(self, value: object, language: str) -> str:
        """What the value counts: one year, two years."""
        return self.one if self.one and value == 1 and language.startswith("en") else self.label(language)


class Examination(Labelled):
    """An examination whose results institutions share; `observation` is the value over time that its number is."""

    kind: Literal["laboratory", "imaging", "functional", "endoscopy", "pathology"]
    unit: Code | None = None
    observation: Code | None = None


class Group(Labelled):
    """A population group: `derived` by a rule from dates, or `recorded` with evidence.

    `restricted`: that somebody is in it is told to those alone who may read restricted records.
    """

    kind: Literal["derived", "recorded"]
    restricted: bool = False
    aliases: list[Text] = []
    source: Source


class Duty(Labelled, Sourced):
    """One thing a role does."""


class Role(Labelled):
    """What a person is in a team, with the duties that documents give it."""

    aliases: list[Text] = []
    duties: list[Duty] = []
    source: Source


class Word(Labelled):
    """What a code that stands in values means to a reader."""


class Act(Labelled):
    """What somebody did, in the past tense, as it stands in the history."""


class Permission(Labelled):
    """One act or view that a post may allow."""


class Post(Labelled):
    """A post at a place; `sees_people` is false where only aggregates or no personal data at all are shown."""

    permissions: list[Code]
    sees_people: bool
    note: str | None = None


class ReasonText(Labelled):
    """The words of a reason; `{limit}` and the like are filled from the facts."""


class Term(Entry):
    """One notion: its one Chinese name, its one code name, its English, and older or other names for it."""

    zh: Text
    code: Code
    en: Text
    aliases: list[Text] = []
    source: str | None = None
