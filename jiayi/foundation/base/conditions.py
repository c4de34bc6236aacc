"""Conditions of queries that several places share."""

from collections.abc import Sequence
from functools import reduce
from operator import and_

from django.db.models import Q

AFTER_DIGITS = ":"  # region codes are digits, and this comes after them all


def in_region(prefix: str, path: str = "region") -> Q:
    """Rows whose region code begins so, as a range that an index can walk; `path` leads to the region."""
    return Q(**{f"{path}__gte": prefix, f"{path}__lt": prefix + AFTER_DIGITS})


def apart(conditions: Sequence[Q]) -> list[Q]:
    """The same rows in parts that have nothing in common, each of which an index can count."""
    return [
        reduce(and_, (~other for other in conditions[:place]), condition) for place, condition in enumerate(conditions)
    ]
