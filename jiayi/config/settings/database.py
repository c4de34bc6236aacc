"""Where the database is: a real server named by the environment, else the cluster of this data folder."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict


def database_settings(data_dir: Path) -> dict:
    """Django's settings of the one database, from JIAYI_DATABASE_URL or the embedded cluster's address."""
    address = os.environ.get("JIAYI_DATABASE_URL")
    if not address:
        from jiayi.foundation.base import cluster

        address = cluster.url(data_dir)
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError as error:
        # What libpq says repeats the word it stumbled over, which may be a password.
        raise ImproperlyConfigured("JIAYI_DATABASE_URL is no address as postgresql://user:…@host/name") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "jiayi"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # a server that was restarted leaves nobody with an error
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}, **parts},
    }
