"""The `jiayi` command: every task of an operator or developer, with help and the same exit codes everywhere.

0: done. 1: it found problems, or could not be done. 2: wrong use, or the surroundings do not allow it.
"""

import difflib
import importlib
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from jiayi.foundation.base.cluster import ClusterError, check_server

from .command_help import overall_help, project_commands

DEFAULT_SETTINGS = "jiayi.config.settings.demo"
# Commands that need neither Django nor a database: where their functions live.
PLAIN = {
    "db_start": "jiayi.foundation.base.cluster.commands",
    "db_stop": "jiayi.foundation.base.cluster.commands",
    "db_status": "jiayi.foundation.base.cluster.commands",
    "db_remove": "jiayi.foundation.base.cluster.commands",
    "rulebook_check": "jiayi.foundation.rulebook.commands",
    "rulebook_cases": "jiayi.foundation.rulebook.commands",
    "decide": "jiayi.foundation.rulebook.commands",
}
WITHOUT_DATABASE = {"check", "collectstatic", "diffsettings", "help", "version", "--version"}
# Commands after which the history is left as it is: they seal it themselves, or only read it.
SEALED_ELSEWHERE = {"serve", "timetable", "audit_verify", "messages"}
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    _escape_what_the_terminal_lacks()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEFAULT_SETTINGS)
    if arguments == ["--version"] or arguments == ["version"]:
        print(f"jiayi {version('jiayi')}")
        return 0
    if not arguments or arguments[0] in {"-h", "--help", "help"} and len(arguments) == 1:
        print(overall_help(PLAIN))
        return 0
    try:
        if arguments[0] in PLAIN:
            return getattr(importlib.import_module(PLAIN[arguments[0]]), arguments[0])(arguments[1:])
        return _run_django(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def _escape_what_the_terminal_lacks() -> None:
    """A terminal that knows no Chinese gets escapes, never a traceback in the place of an answer."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _run_django(arguments: list[str]) -> int:
    import django
    import psycopg
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import ManagementUtility
    from django.db.utils import OperationalError, ProgrammingError

    try:
        django.setup()
        if not _is_known(arguments[0]):
            return _refuse_unknown(arguments[0])
        _prepare_database(arguments)
        try:
            ManagementUtility(["jiayi", *arguments]).execute()
        finally:
            _seal_what_was_done(arguments)
    except (ClusterError, ImproperlyConfigured, OperationalError, psycopg.OperationalError) as error:
        print(f"jiayi {arguments[0]}: {error}", file=sys.stderr)
        return 2
    except ProgrammingError as error:
        if not isinstance(error.__cause__, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn):
            raise
        print(f"jiayi {arguments[0]}: the database is not up to date. Run `jiayi migrate` first.", file=sys.stderr)
        return 2
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 0 if ending.code is None else 1
    return 0


def _seal_what_was_done(arguments: list[str]) -> None:
    """Without a server nobody else would seal what a command put on record, and until then a change would not show."""
    from jiayi.foundation.audit import services as audit

    if arguments[0] in SEALED_ELSEWHERE or arguments[0] not in project_commands() or _asks_for_help(arguments):
        return
    try:
        audit.seal()
    except audit.ChainCut as cut:
        print(f"jiayi: the history was not sealed: {cut}. See `jiayi audit_verify`.", file=sys.stderr)


def _asks_for_help(arguments: list[str]) -> bool:
    return "--help" in arguments or "-h" in arguments


def _is_known(name: str) -> bool:
    from django.core.management import get_commands

    return name in {"help", "version", "--version"} or name in get_commands()


def _refuse_unknown(name: str) -> int:
    from django.core.management import get_commands

    near = difflib.get_close_matches(name, [*PLAIN, *project_commands(), *get_commands()], n=2)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    print(f"jiayi: there is no command {name!r}.{hint} `jiayi --help` lists them.", file=sys.stderr)
    return 2


def _prepare_database(arguments: list[str]) -> None:
    """Start the embedded cluster, which is then left running; or see that the server of one's own answers."""
    if arguments[0] in WITHOUT_DATABASE or _asks_for_help(arguments):
        return
    address = os.environ.get("JIAYI_DATABASE_URL")
    if address:
        check_server(address)
        return
    from django.conf import settings

    from jiayi.foundation.base import cluster

    cluster.start(Path(settings.DATA_DIR))
    if arguments[0] in project_commands():
        _make_tables_where_none_are()


def _make_tables_where_none_are() -> None:
    """A new cluster of our own gets its tables; a database in use changes only when `migrate` is asked for."""
    from django.core.management import call_command
    from django.db import connection

    if not connection.introspection.table_names():
        print("jiayi: making the tables of a new database …", file=sys.stderr)
        call_command("migrate", verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
