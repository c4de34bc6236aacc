"""Conditions of queries that several places share."""

from collections.abc import Sequence
from functools import reduce
from operator import and_

from django.db.models import Q


def apart(conditions: Sequence[Q]) -> list[Q]:
    """The same rows in parts that have nothing in common, each of which an index can count."""
    return [
        reduce(and_, (~other for other in conditions[:place]), condition) for place, condition in enumerate(conditions)
    ]
