"""A demonstration county, built once for its tests in a database of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test import override_settings

from jiayi.demo import services
from jiayi.demo.sizes import SIZES

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def truth(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict]:
    """What its truth file says; what a test changes of it is taken back."""
    folder = tmp_path_factory.mktemp("county")
    size = replace(SIZES["small"], residents=1_100, town_share=0.08)
    with django_db_blocker.unblock(), override_settings(DATA_DIR=folder), _own_database():
        # In one transaction, as other tests are, its thousands of savepoints would take ten times as long.
        services.build_demo(size=size, on=TODAY, say=lambda words: None)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what the server of a real county does by itself within a minute
        yield json.loads((folder / services.TRUTH_FILE).read_text("utf-8"))


@contextmanager
def _own_database() -> Iterator[None]:
    usual = connection.settings_dict
    connection.close()
    connection.creation.clone_test_db("county", autoclobber=True)
    connection.settings_dict = usual | {"NAME": connection.creation.get_test_db_clone_settings("county")["NAME"]}
    try:
        yield
    finally:
        connection.close()
        own, connection.settings_dict = connection.settings_dict["NAME"], usual
        connection.creation._destroy_test_db(own, verbosity=0)
