"""Transactional tests end with TRUNCATE, which the audit refuses; in test databases alone that one trigger is off."""

import pytest
from django.db import connection

TABLES = ["audit_entry", "audit_seal", "audit_sealedentry"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER audit_no_truncate")
