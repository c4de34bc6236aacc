"""Acts done at once by many threads, each on a connection of its own."""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from jiayi.foundation.base.errors import LawBroken
from jiayi.service.agreements.services import signing
from tests.races import at_once

__all__ = ["THREADS", "all_judged_before_any_writes", "at_once", "breaches_of", "winners", "without_index"]
THREADS = 32


def all_judged_before_any_writes(monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    """Hold every thread once it has judged until all have: what each has read is old when it writes."""
    judged = threading.Barrier(threads)
    judge, first = signing.judge, threading.local()

    def judge_and_wait(case):
        judgement = judge(case)
        if not getattr(first, "done", False):
            first.done = True
            with contextlib.suppress(threading.BrokenBarrierError):
                judged.wait(timeout=5)
        return judgement

    monkeypatch.setattr(signing, "judge", judge_and_wait)


@contextlib.contextmanager
def without_index(*names: str) -> Iterator[None]:
    """Drop unique indexes, and make them again once the rows that they forbid are gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(names)])
        made = [row[0] for row in cursor.fetchall()]
        assert len(made) == len(names)
        for name in names:
            cursor.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE agreements_agreement, agreements_householdteam CASCADE")
            for definition in made:
                cursor.execute(definition)


def breaches_of(answers: list[Any]) -> set[str]:
    """The breaches that the losers heard; anything else that a loser met fails the test."""
    lost = [answer for answer in answers if isinstance(answer, Exception)]
    strange = [answer for answer in lost if not isinstance(answer, LawBroken)]
    assert not strange, strange
    return {breach["code"] for answer in lost for breach in answer.breaches}


def winners(answers: list[Any]) -> int:
    """How many were signed."""
    return sum(not isinstance(answer, Exception) for answer in answers)
