"""Periods of inclusive days: rows of a day, and the constraints that keep periods in order."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q


def in_force(on: date, path: str = "", *, first: str = "starts_on", last: str = "ends_on") -> Q:
    """Rows whose inclusive period holds the day; `path` ("members__") leads to where the two days stand."""
    return Q(**{f"{path}{first}__lte": on}) & (Q(**{f"{path}{last}": None}) | Q(**{f"{path}{last}__gte": on}))


def not_over(on: date, path: str = "", *, last: str = "ends_on") -> Q:
    """Rows without a last day, or whose last day is not before this one."""
    return Q(**{f"{path}{last}": None}) | Q(**{f"{path}{last}__gte": on})


class InclusiveDates(Func):
    """The date range of two inclusive days; an open end has no bound."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


class OneOrAll(Func):
    """The range of one number alone, or of all numbers where it is null."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, '[]')"


def days() -> InclusiveDates:
    """The row's own period, from `starts_on` to `ends_on`."""
    return InclusiveDates(F("starts_on"), F("ends_on"))


def once_at_a_time(name: str, *fields: str, condition: Q | None = None) -> ExclusionConstraint:
    """No two rows that are equal in these fields have a day in common; a condition leaves other rows out."""
    equal = [(F(field), RangeOperators.EQUAL) for field in fields]
    return ExclusionConstraint(name=name, expressions=[*equal, (days(), RangeOperators.OVERLAPS)], condition=condition)


def ends_after_start(name: str, *, first: str = "starts_on", last: str = "ends_on") -> models.CheckConstraint:
    """The last day is not before the first."""
    return models.CheckConstraint(condition=Q(**{last: None}) | Q(**{f"{last}__gte": F(first)}), name=name)
