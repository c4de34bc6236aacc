"""Facts of a decision: strictly what its model names. Every refusal is one coded error with the fact's path."""

from collections.abc import Mapping
from datetime import date, datetime
from math import isfinite
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from jiayi.foundation.core.dates import parse_iso_day
from jiayi.foundation.rulebook import errors


class _TheDay:
    """Stands for "the day of the event" as the default of a date fact."""


THE_DAY: Final = _TheDay()


def _read_day(value: object, info: ValidationInfo) -> object:
    if value is THE_DAY and info.context:
        return info.context["on"]
    if isinstance(value, str):
        try:
            return parse_iso_day(value)
        except ValueError as error:
            # Half a surrogate pair, which JSON allows, has no UTF-8 form to be shown in.
            shown = value.encode("utf-8", "backslashreplace").decode("utf-8")
            raise PydanticCustomError("impossible_date", "no such day: {day}", {"day": shown}) from error
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise PydanticCustomError("wrong_type", "a day as YYYY-MM-DD expected")


def _read_number(value: object) -> object:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise PydanticCustomError("wrong_type", "a number expected")
    if isinstance(value, float) and not isfinite(value):
        raise PydanticCustomError("finite_number", "a finite number expected")
    return value


Day = Annotated[date, BeforeValidator(_read_day)]
# A day that is the day of the event unless a fact says otherwise: `signed_on: EventDay = on_the_day()`.
EventDay = Day
Number = Annotated[int | float, BeforeValidator(_read_number)]


def on_the_day() -> Any:
    return Field(default=THE_DAY, validate_default=True)


def code_of() -> Any:
    """Field metadata for a member of a closed set given as its code."""
    return Field(strict=False)


class Facts(BaseModel):
    """Base of all fact models: no unknown fact, no wrong type, booleans are no numbers."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


FactsModel = TypeVar("FactsModel", bound=Facts)

_CODES: Final[Mapping[str, str]] = {
    "extra_forbidden": errors.UNKNOWN_FACT,
    "invalid_key": errors.UNKNOWN_FACT,
    "missing": errors.MISSING_FACT,
    "impossible_date": errors.WRONG_DATE,
    "enum": errors.WRONG_CODE,
    "literal_error": errors.WRONG_CODE,
    "finite_number": errors.WRONG_VALUE,
    "greater_than": errors.WRONG_VALUE,
    "greater_than_equal": errors.WRONG_VALUE,
    "less_than_equal": errors.WRONG_VALUE,
}


def read_facts(model: type[FactsModel], facts: object, *, on: date) -> FactsModel:
    """The facts as their model; refuses with `E_FACT_…` for the first that does not fit."""
    if not isinstance(facts, Mapping):
        raise errors.RulebookError(errors.WRONG_TYPE, "facts are a map", path="facts")
    try:
        return model.model_validate(dict(facts), context={"on": on})
    except ValidationError as error:
        raise _coded(error.errors(include_url=False)[0]) from error


def _coded(detail: ErrorDetails) -> errors.RulebookError:
    path = ".".join(str(part) for part in detail["loc"])
    return errors.RulebookError(_code_for(detail), f"{path}: {detail['msg']}", path=path)


def _code_for(detail: ErrorDetails) -> str:
    code = _CODES.get(detail["type"], errors.WRONG_TYPE)
    if code in (errors.UNKNOWN_FACT, errors.MISSING_FACT):
        return code
    if detail["input"] is None:
        return errors.NULL_FACT
    if code == errors.WRONG_CODE and not isinstance(detail["input"], str):
        return errors.WRONG_TYPE
    return code
