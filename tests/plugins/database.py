"""The tests' PostgreSQL: one throwaway cluster for all test processes, started by the first, stopped by the last."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiayi.foundation.base import cluster


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Runs before pytest-django makes the databases (one for each xdist worker), ends after they are gone."""
    if os.environ.get("JIAYI_DATABASE_URL"):
        yield
        return
    data_dir = cluster.test_data_dir()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with Path(data_dir, "in-use.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        cluster.start(data_dir, durable=False)
        yield
        _stop_if_last(users, data_dir)


def _stop_if_last(users, data_dir: Path) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # another test process is still at work
    cluster.stop(data_dir)
