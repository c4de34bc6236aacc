"""Values of clinical norms: limits that depend on age, and intervals between services."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from jiayi.foundation.rulebook.schema.entries import Code, Entry

Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(ge=1)]


class Pressure(Entry):
    """A limit that is reached when either pressure (mmHg) is at or above its own."""

    systolic: Positive
    diastolic: Positive


class PressureByAge(Pressure):
    """The limit from this age, in completed years, up to where the next begins."""

    from_years: Count


class Interval(Entry):
    """So many days or months to the next service; the days before and after that day which still count."""

    days: Positive | None = None
    months: Positive | None = None
    before: Count = 0
    after: Count = 0

    @model_validator(mode="after")
    def _one_measure(self) -> "Interval":
        if (self.days is None) == (self.months is None):
            raise ValueError("days or months")
        return self


class PressureGrade(Pressure):
    """A grade and the pressure from which it holds."""

    grade: Code


class PointBand(Entry):
    """So many points from this value on, up to where the next band begins."""

    at_least: int | float
    points: Count


class Visit(Entry):
    """A visit of a schedule: due so many months after its beginning with days before and after that count, or within
    days counted from its beginning, both included (due on the last unless a due day is named)."""

    code: Code
    since: Literal["birth", "discharge", "last_period", "delivery"]
    months: Positive | None = None
    before: Count = 0
    after: Count = 0
    from_day: Count | None = None
    due_day: Count | None = None
    to_day: Count | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> "Visit":
        in_days = self.from_day is not None and self.to_day is not None
        if (self.months is None) != in_days:
            raise ValueError("months, or from_day and to_day")
        if self.from_day is not None and self.to_day is not None:
            due_day = self.to_day if self.due_day is None else self.due_day
            if not self.from_day <= due_day <= self.to_day:
                raise ValueError("the due day lies outside the days")
        return self


def _rising(bands: Sequence[PointBand]) -> Sequence[PointBand]:
    starts = [band.at_least for band in bands]
    if not starts or starts != sorted(set(starts)):
        raise ValueError("the bands rise")
    return bands


def _from_birth_on(limits: Sequence[PressureByAge]) -> Sequence[PressureByAge]:
    first_years = [limit.from_years for limit in limits]
    if first_years[:1] != [0] or first_years != sorted(set(first_years)):
        raise ValueError("the ages begin at 0 and rise")
    return limits


CLINICAL_TYPES = {
    "pressure": Pressure,
    "pressures_by_age": Annotated[list[PressureByAge], AfterValidator(_from_birth_on)],
    "pressure_grades": list[PressureGrade],
    "point_bands": dict[Code, Annotated[list[PointBand], AfterValidator(_rising)]],
    "code_tables": dict[Code, dict[Code, Code]],
    "number_lists": dict[Code, list[int]],
    "intervals": dict[Code, Interval],
    "visits": list[Visit],
}
