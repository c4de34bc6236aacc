"""Rows of a day."""

from datetime import date

from django.db.models import Q


def in_force(on: date, path: str = "", *, first: str = "starts_on", last: str = "ends_on") -> Q:
    """Rows whose inclusive period holds the day; `path` ("members__") leads to where the two days stand."""
    return Q(**{f"{path}{first}__lte": on}) & (Q(**{f"{path}{last}": None}) | Q(**{f"{path}{last}__gte": on}))


def not_over(on: date, path: str = "", *, last: str = "ends_on") -> Q:
    """Rows without a last day, or whose last day is not before this one."""
    return Q(**{f"{path}{last}": None}) | Q(**{f"{path}{last}__gte": on})
