"""The catalogue of drugs: what is known of each, fact by fact with its source; what is not said is not known."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from jiayi.foundation.rulebook.schema.entries import Code, Labelled, Sourced, Text

Amount = Annotated[int | float, Field(gt=0)]
Level = Literal["stop", "warn", "note"]
Control = Literal[
    "none",
    "narcotic",
    "psychotropic_1",
    "psychotropic_2",
    "toxic",
    "radioactive",
    "precursor",
    "antimicrobial",
    "special_storage",
]


class DrugForm(Labelled):
    """A form of preparation and what its units are called (片, 粒, 吸)."""

    unit_zh: Text
    unit_en: Text
    route: Code  # how it is usually taken
    aliases: list[Text] = []  # as formularies write it


class DrugClass(Labelled):
    """Drugs that do the same; `duplicates` where two of it are one too many."""

    duplicates: bool = False


class Presentation(Sourced):
    """A form and strength that is sold; a unit (a tablet) holds `amount` of `unit`, where that is known."""

    form: Code
    strength: Text
    amount: Amount | None = None
    unit: Code | None = None


class Quantity(Sourced):
    """So much a day."""

    amount: Amount
    unit: Code


class ControlFact(Sourced):
    kind: Control


class Caution(Sourced, Labelled):
    """What to mind in pregnancy, with weak kidneys (eGFR below so much, if a number is known), or in the old."""

    when: Literal["pregnancy", "kidney", "elderly"]
    level: Level
    egfr_below: Amount | None = None


class Remark(Sourced, Labelled):
    """Words with a source."""


class Drug(Sourced, Labelled):
    """A generic drug; source and confidence of its own are those of the names and the ATC code.

    `usual` is the WHO's defined daily dose: a statistical measure, no recommendation. `most` is the most a day.
    """

    aliases: list[Text] = []
    atc: Annotated[str, Field(pattern=r"^[A-Z]\d\d[A-Z]{2}\d\d$")] | None = None
    classes: list[Code] = []
    presentations: Annotated[list[Presentation], Field(min_length=1)]
    usual: Quantity | None = None
    most: Quantity | None = None
    control: ControlFact
    cautions: list[Caution] = []
    storage: Remark | None = None
    advice: Remark | None = None  # for the education sheet

    @model_validator(mode="after")
    def _strengths_differ(self) -> "Drug":
        names = [(one.form, one.strength) for one in self.presentations]
        if len(names) != len(set(names)):
            raise ValueError("a form and strength stands twice")
        return self


class Interaction(Sourced, Labelled):
    """Two drugs or classes that do not go together, and what is to be done."""

    between: Annotated[list[Code], Field(min_length=2, max_length=2)]
    level: Level
