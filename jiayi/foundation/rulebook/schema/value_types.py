"""The types a parameter's value may have; each is a validator of plain numbers, texts, lists and maps."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter

from jiayi.foundation.rulebook.schema.clinical_types import CLINICAL_TYPES
from jiayi.foundation.rulebook.schema.entries import Code, Entry, Text
from jiayi.foundation.rulebook.schema.services import Mode

Number = int | float
Count = Annotated[int, Field(ge=0)]
Share = Annotated[Number, Field(ge=-1, le=1)]
Month = Annotated[int, Field(ge=1, le=12)]
Amount = Annotated[Number, Field(ge=0)]
ByMode = dict[Mode, Amount]


class Cap(Entry):
    """A most that holds: `block` refuses what goes beyond it, `warn` only says so."""

    limit: Count
    mode: Literal["block", "warn"]


class AgeLimit(Entry):
    """An age in completed years, or in completed months."""

    years: Count | None = None
    months: Count | None = None


class MonthWindow(Entry):
    """The months, both included, to which acts of these kinds are bound."""

    kinds: list[Code]
    from_month: Month
    to_month: Month


class MonthEnd(Entry):
    """The last day of a month, some years after the event."""

    month: Month
    years_after: Count


class TeamLine(Entry):
    """So many members with one of these roles, from one of these places (none named: from anywhere)."""

    any_of: Annotated[list[Code], Field(min_length=1)]
    at_least: Annotated[int, Field(ge=1)]
    places: list[Literal["own", "union_hospital"]] = []


class TeamTemplate(Entry):
    """Who a team must have, and who may lead it (none named: the role of any member)."""

    lines: Annotated[list[TeamLine], Field(min_length=1)]
    leaders: list[Code] = []


class ConditionalSigner(Entry):
    """A role that may sign only with residents of these groups, and only with this qualification."""

    role: Code
    groups: list[Code]
    qualification: Code | None = None


class DueItem(Entry):
    """What an agreement year asks for residents of these groups (none named: everyone)."""

    item: Code
    groups: list[Code] = []
    per_year: Annotated[int, Field(ge=1)]
    due: Literal["pro_rata", "after_signing", "before_year_end"]


class AgeWeight(Entry):
    """The weight of residents from this age, in completed years, up to where the next begins."""

    from_years: Count
    weight: Amount


class FactorStep(Entry):
    """The factor from this share on, up to where the next begins."""

    from_share: Annotated[Number, Field(ge=0, le=1)]
    factor: Annotated[Number, Field(ge=0, le=1)]


def _every_share_once(steps: Sequence[FactorStep]) -> Sequence[FactorStep]:
    shares = [step.from_share for step in steps]
    if shares[:1] != [0] or shares != sorted(set(shares)):
        raise ValueError("the steps begin at 0 and rise")
    return steps


def _every_age_once(bands: Sequence[AgeWeight]) -> Sequence[AgeWeight]:
    first_years = [band.from_years for band in bands]
    if first_years[:1] != [0] or first_years != sorted(set(first_years)):
        raise ValueError("the bands begin at 0 and rise")
    return bands


_STRICT = ConfigDict(strict=True)


def _adapter(kind: Any) -> TypeAdapter[Any]:
    return (
        TypeAdapter(kind) if isinstance(kind, type) and issubclass(kind, Entry) else TypeAdapter(kind, config=_STRICT)
    )


VALUE_TYPES: dict[str, TypeAdapter[Any]] = {
    name: _adapter(kind)
    for name, kind in {
        "integer": int,
        "decimal": Number,
        "share": Share,
        "boolean": bool,
        "text": Text,
        "code": Code,
        "codes": list[Code],
        "texts": list[Text],
        "integers": list[int],
        "ordered_groups": list[list[Code]],
        "counts": dict[Code, int],
        "numbers": dict[Code, Number],
        "number_tables": dict[Code, dict[Code, Number]],
        "code_lists": dict[Code, list[Code]],
        "cap": Cap,
        "age_limit": AgeLimit,
        "month_window": MonthWindow,
        "month_end": MonthEnd,
        "team_template": TeamTemplate,
        "team_templates": dict[Code, TeamTemplate],
        "conditional_signers": list[ConditionalSigner],
        "due_items": list[DueItem],
        "age_weights": Annotated[list[AgeWeight], AfterValidator(_every_age_once)],
        "factor_steps": Annotated[list[FactorStep], AfterValidator(_every_share_once)],
        "mode_numbers": ByMode,
        "item_minutes": dict[Code, ByMode],
        **CLINICAL_TYPES,
    }.items()
}
