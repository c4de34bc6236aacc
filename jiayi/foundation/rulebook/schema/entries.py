"""What all rulebook entries share: no unknown keys, labels in two languages, sources, days in force."""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from jiayi.foundation.core.dates import parse_iso_day

# stated: written in the document · known_high, known_medium: general knowledge of a published document, to be
# verified · provisional: this project's proposal until a county sets its own · example: made up for show.
Confidence = Literal["stated", "known_high", "known_medium", "provisional", "example"]
CONFIDENCES: tuple[str, ...] = get_args(Confidence)

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$")]
SchemeName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$")]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+$")]
Text = Annotated[str, Field(min_length=1)]


def _day(value: object) -> object:
    return parse_iso_day(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_day)]


class Entry(BaseModel):
    """Frozen, and no key that the schema does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Labelled(Entry):
    zh: Text
    en: Text

    def label(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


class Source(Entry):
    """The document and the place in it: a requirement row, a clause or a section."""

    document: Text
    clause: Text

    def __str__(self) -> str:
        return f"{self.document} {self.clause}"


class Sourced(Entry):
    source: Source
    confidence: Confidence
    note: str | None = None


class InForce(Sourced):
    """Without `starts_on` it holds as far back as a region adopts the scheme; without `ends_on` until replaced."""

    starts_on: Day | None = None
    ends_on: Day | None = None

    def holds_on(self, day: date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)
