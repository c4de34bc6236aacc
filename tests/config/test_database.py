"""The pool of connections outlives a database that was restarted."""

import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from jiayi.config.settings.database import database_settings


@pytest.fixture
def pooled(transactional_db, tmp_path):
    """A connection of its own as production makes it, out of a pool, to the tests' database."""
    options = database_settings(tmp_path)["OPTIONS"] | connection.settings_dict["OPTIONS"]
    settings = connection.settings_dict | {"OPTIONS": options, "CONN_MAX_AGE": 0}
    settings["CONN_HEALTH_CHECKS"] = database_settings(tmp_path).get("CONN_HEALTH_CHECKS", False)
    made = DatabaseWrapper(settings)
    yield made
    made.close()
    made.close_pool()


def backend_of(wrapper) -> int:
    with wrapper.cursor() as cursor:
        return cursor.execute("SELECT pg_backend_pid()").fetchone()[0]


def test_a_connection_that_the_server_ended_is_replaced_before_anybody_meets_it(pooled):
    ended = backend_of(pooled)
    pooled.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [ended])
    assert backend_of(pooled) != ended
