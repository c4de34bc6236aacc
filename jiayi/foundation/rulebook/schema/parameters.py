"""Parameters with their dated national values, and schemes that override them."""

from typing import Any

from pydantic import model_validator

from jiayi.foundation.rulebook.schema.entries import Day, Entry, InForce, Key, SchemeName, Text
from jiayi.foundation.rulebook.schema.value_types import VALUE_TYPES


class DatedValue(InForce):
    """One value, the days on which it holds, and who says so."""

    value: Any


class Parameter(Entry):
    """A thing that documents set: its meaning, type and unit, and the national values."""

    zh: Text
    en: Text
    type: Text
    unit: Text | None = None
    values: list[DatedValue] = []

    @model_validator(mode="after")
    def _known_type(self) -> "Parameter":
        if self.type not in VALUE_TYPES:
            raise ValueError(f"unknown value type {self.type}")
        return self


class ParameterFile(Entry):
    """One topic of one room."""

    room: Text
    topic: Text
    parameters: dict[Key, Parameter]


class Scheme(Entry):
    """What one document sets; `overrides` win over the schemes before it in a region's stack."""

    scheme: SchemeName
    zh: Text
    en: Text
    document: Text
    issued_on: Day | None = None
    note: str | None = None
    overrides: dict[Key, list[DatedValue]] = {}

    def label(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh
