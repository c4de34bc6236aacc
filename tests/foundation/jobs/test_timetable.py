"""Work that runs by itself: when it is due, and that it runs once."""

import datetime as dt

import pytest

from jiayi.foundation.base import clock
from jiayi.foundation.jobs.models import TimetableRun
from jiayi.foundation.jobs.rules import RETRY_AFTER, is_due
from jiayi.foundation.jobs.services import Entry, run_due

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=clock.SHANGHAI)
THREE = dt.time(3, 0)
HOUR = dt.timedelta(hours=1)


def daily_is_due(now: dt.datetime, *, tried: dt.datetime | None = None, done: dt.datetime | None = None) -> bool:
    return is_due(every=None, daily_at=THREE, now=now, last_tried_at=tried, last_done_at=done)


def test_daily_work_is_due_once_its_hour_has_come() -> None:
    yesterday = NOON - dt.timedelta(days=1)
    assert daily_is_due(NOON, tried=yesterday, done=yesterday)
    assert not daily_is_due(NOON, tried=NOON - HOUR, done=NOON - HOUR)
    before_three = NOON.replace(hour=2, minute=59)
    assert not daily_is_due(before_three, tried=yesterday, done=yesterday)


def test_daily_work_missed_while_the_machine_was_off_is_made_up() -> None:
    assert daily_is_due(NOON)
    assert daily_is_due(NOON.replace(hour=1), done=NOON - dt.timedelta(days=3), tried=NOON - dt.timedelta(days=3))


def test_failed_daily_work_is_tried_again_after_an_hour() -> None:
    assert not daily_is_due(NOON, tried=NOON - RETRY_AFTER + dt.timedelta(seconds=1))
    assert daily_is_due(NOON, tried=NOON - RETRY_AFTER)


def test_periodic_work_is_due_after_its_period() -> None:
    every = dt.timedelta(seconds=5)
    for passed, due in ((4, False), (5, True)):
        tried = NOON - dt.timedelta(seconds=passed)
        assert is_due(every=every, daily_at=None, now=NOON, last_tried_at=tried, last_done_at=None) is due


@pytest.mark.django_db
def test_due_work_runs_once_and_is_remembered() -> None:
    done = []
    entry = Entry(name="test.count", daily_at=THREE, work=lambda: done.append(1))
    assert run_due([entry], NOON) == ["test.count"]
    assert run_due([entry], NOON + HOUR * 2) == []
    assert run_due([entry], NOON + HOUR * 24) == ["test.count"]
    assert done == [1, 1]


@pytest.mark.django_db
def test_one_failure_does_not_hold_up_the_others_and_is_tried_again() -> None:
    tries = []

    def fail() -> None:
        tries.append(1)
        raise RuntimeError("broken")

    entries = [
        Entry(name="test.broken", daily_at=THREE, work=fail),
        Entry(name="test.good", daily_at=THREE, work=lambda: None),
    ]
    assert run_due(entries, NOON) == ["test.good"]
    assert run_due(entries, NOON + RETRY_AFTER) == []
    assert len(tries) == 2
    assert TimetableRun.objects.get(name="test.broken").last_done_at is None


@pytest.mark.django_db
def test_another_process_that_was_quicker_keeps_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []
    entry = Entry(name="test.shared", daily_at=THREE, work=lambda: done.append(1))
    original = TimetableRun.objects.get_or_create

    def overtaken(**filters):
        found = original(**filters)
        TimetableRun.objects.filter(**filters).update(last_tried_at=NOON)  # the other one claims it now
        return found

    monkeypatch.setattr(TimetableRun.objects, "get_or_create", overtaken)
    assert run_due([entry], NOON) == []
    assert done == []
