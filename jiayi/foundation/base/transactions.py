"""One transaction, tried once more where PostgreSQL had to choose a loser."""

import functools
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

SERIALIZATION_FAILURE = "40001"
DEADLOCK = "40P01"
PAUSE_S = 0.05  # the winner wakes first, else the loser may take the same rows again and lose again


def retrying_atomic(function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Run function in a transaction, and once more after a serialization failure or a deadlock.

    Inside another transaction nothing is tried again: that whole one is lost, and its owner decides.
    """

    @functools.wraps(function)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        if connection.in_atomic_block:
            with transaction.atomic():
                return function(*args, **kwargs)
        try:
            with transaction.atomic():
                return function(*args, **kwargs)
        except OperationalError as error:
            if not is_lost_race(error):
                raise
        time.sleep(PAUSE_S)
        with transaction.atomic():
            return function(*args, **kwargs)

    return run


def one_at_a_time(what: str, key: object) -> None:
    """Let transactions that do the same about the same wait for each other: the second sees what the first wrote."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))", [what, str(key)])


def is_lost_race(error: BaseException) -> bool:
    """Whether the database chose this transaction as the loser and would take it now."""
    return getattr(error.__cause__, "sqlstate", None) in {SERIALIZATION_FAILURE, DEADLOCK}
