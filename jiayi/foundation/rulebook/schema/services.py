"""Service items, packages of them, and versioned lists."""

from typing import Literal

from pydantic import Field, model_validator

from jiayi.foundation.rulebook.schema.entries import Code, Entry, InForce, Labelled, SchemeName, Sourced, Text

Mode = Literal["clinic", "home", "phone", "video", "message", "social", "handbook", "group", "system"]
Payer = Literal["insurance_fund", "public_health", "fiscal", "account", "resident"]
Grade = Literal["basic", "primary", "intermediate", "advanced"]


class Fulfilment(Entry):
    """A record of this form fulfils an item, where its way is among the modes and these fields are filled in."""

    form: SchemeName
    modes: list[Mode] = []  # none: every way the form allows
    fields: list[Code] = []


class Item(Labelled, Sourced):
    """A service: how often, who performs it, in which ways, what proves it, and which records fulfil it."""

    kind: Code
    frequency: Labelled
    performed_by: list[Code]
    modes: list[Mode]
    evidence: list[Code]
    groups: list[Code] = []
    interval_days: int | None = Field(default=None, ge=1)  # what lies between two of them, where the source says
    fulfilled_by: list[Fulfilment] = []
    on_demand: bool = False  # given when it is asked for: open to the resident, never owed


class PackageLine(Labelled):
    """So many of one item in an agreement year; the label says it in the resident's words.

    `per_household` is how many members of a household may hold it, `benefit` how it favours the signed (专免补惠).
    """

    item: Code
    quantity: int = Field(ge=1)
    interval_days: int | None = Field(default=None, ge=1)
    per_household: int | None = Field(default=None, ge=1)
    benefit: Code | None = None


class PackageVersion(InForce):
    """What the package holds and costs in a time; the price is the sum of what each payer pays."""

    version: Text
    lines: list[PackageLine]
    payers_fen: dict[Payer, int]
    price_fen: int = Field(ge=0)
    provisional: bool = False

    @model_validator(mode="after")
    def _split_adds_up(self) -> "PackageVersion":
        if any(amount < 0 for amount in self.payers_fen.values()):
            raise ValueError("a payer pays less than nothing")
        if sum(self.payers_fen.values()) != self.price_fen:
            raise ValueError("the payers' shares do not add up to the price")
        return self


class Package(Labelled):
    """A package that holds everywhere or, where it names schemes, in regions that adopted one of them."""

    package: SchemeName
    grade: Grade
    groups: list[Code] = []
    schemes: list[SchemeName] = []
    versions: list[PackageVersion]


class ListLine(Labelled):
    code: Code
    items: list[Code] = []  # any of them done makes the line done
    by_agreement: bool = False  # the agreement itself makes it done
    leading: bool = False


class ListVersion(InForce):
    version: Text
    provisional: bool
    lines: list[ListLine]


class ItemList(Labelled):
    """A named list of promises (1+10, 七个一) whose content may change with its version."""

    checklist: SchemeName
    size: Text
    versions: list[ListVersion]
