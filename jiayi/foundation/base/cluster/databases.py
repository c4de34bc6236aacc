"""Databases in the cluster, their extensions, and the password for TCP."""

import os
import secrets
from pathlib import Path

import psycopg
from psycopg import sql

from .binaries import OLDEST_MAJOR
from .errors import ClusterError

DATABASE = "jiayi"
EXTENSIONS = ("btree_gist", "pg_trgm")


def check_server(url: str) -> None:
    """See that a PostgreSQL server of one's own answers and is new enough; ClusterError says what is wrong."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise ClusterError(f"The database of JIAYI_DATABASE_URL does not answer: {error}") from error
    if version < OLDEST_MAJOR * 10_000:
        raise ClusterError(f"PostgreSQL {version // 10_000} is too old; Jiayi needs {OLDEST_MAJOR} or newer.")


def create_database(url: str, name: str) -> None:
    """Create a database on the server at `url`, with the extensions Jiayi uses."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with psycopg.connect(url, dbname=name, autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def ensure_database(url: str, name: str) -> None:
    """Create a database unless it is there."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if found is None:
        create_database(url, name)


def ensure_password(url: str, file: Path) -> None:
    """Give the database user a random password, kept in a file only the owner may read."""
    if file.exists():
        return
    password = secrets.token_urlsafe(24)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER ROLE CURRENT_USER PASSWORD {}").format(sql.Literal(password)))
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as opened:
        opened.write(password + "\n")
