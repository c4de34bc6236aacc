"""A transaction that PostgreSQL gave up is tried once more, and only then."""

import threading

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.jobs.models import JobRun


def fail(sqlstate: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '{sqlstate}'; END $$")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_a_lost_race_is_run_once_more(sqlstate):
    runs = []

    @retrying_atomic
    def act() -> str:
        JobRun.objects.create(kind="thing")
        runs.append(1)
        if len(runs) == 1:
            fail(sqlstate)
        return "done"

    assert act() == "done"
    assert len(runs) == 2
    assert JobRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_loss_is_told():
    runs = []

    @retrying_atomic
    def act() -> None:
        runs.append(1)
        fail("40001")

    with pytest.raises(OperationalError):
        act()
    assert len(runs) == 2
    assert not connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("sqlstate", "kind"), [("23505", IntegrityError), ("57014", OperationalError)])
def test_other_errors_are_told_at_once(sqlstate, kind):
    runs = []

    @retrying_atomic
    def act() -> None:
        runs.append(1)
        fail(sqlstate)

    with pytest.raises(kind):
        act()
    assert len(runs) == 1


@pytest.mark.django_db(transaction=True)
def test_inside_another_transaction_the_outer_one_decides():
    inner_runs, outer_runs = [], []

    @retrying_atomic
    def inner() -> None:
        inner_runs.append(1)
        if len(inner_runs) == 1:
            fail("40001")

    @retrying_atomic
    def outer() -> None:
        outer_runs.append(1)
        inner()

    outer()
    assert (len(outer_runs), len(inner_runs)) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_a_real_deadlock_ends_well_for_both():
    ids = [JobRun.objects.create(kind="thing").pk for _ in range(2)]
    gate = threading.Barrier(2)
    first_time = {1, 2}

    def act(number: int, order: list) -> None:
        @retrying_atomic
        def lock_both() -> None:
            JobRun.objects.select_for_update().get(pk=order[0])
            if number in first_time:
                first_time.remove(number)
                gate.wait(timeout=20)
            JobRun.objects.filter(pk=order[1]).update(message=f"{number}")

        try:
            lock_both()
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=args) for args in [(1, ids), (2, ids[::-1])]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {run.message for run in JobRun.objects.all()} == {"1", "2"}


@pytest.mark.django_db
def test_a_failure_inside_leaves_the_callers_transaction_usable():
    with pytest.raises(RuntimeError), transaction.atomic():
        retrying_atomic(_raise)()
    assert JobRun.objects.count() == 0


def _raise() -> None:
    JobRun.objects.create(kind="thing")
    raise RuntimeError
