"""The commands of the embedded cluster. They take arguments and answer with an exit code; no Django."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from . import control
from .errors import ClusterError
from .places import default_data_dir, places_of


def db_start(arguments: Sequence[str]) -> int:
    """Start the embedded database and leave it running."""
    return _run("db_start", db_start.__doc__, arguments, _start)


def db_stop(arguments: Sequence[str]) -> int:
    """Stop the embedded database; none of its processes stays."""
    return _run("db_stop", db_stop.__doc__, arguments, _stop)


def db_status(arguments: Sequence[str]) -> int:
    """Say whether the embedded database runs (exit code 0) or not (1), and where it is."""
    return _run("db_status", db_status.__doc__, arguments, _status)


def db_remove(arguments: Sequence[str]) -> int:
    """Stop the embedded database and delete it with all its data (needs --yes)."""
    return _run("db_remove", db_remove.__doc__, arguments, _remove)


def _run(name: str, text: str | None, arguments: Sequence[str], work: Callable[[argparse.Namespace], int]) -> int:
    parser = argparse.ArgumentParser(prog=f"jiayi {name}", description=text)
    parser.add_argument("--data-dir", type=Path, default=default_data_dir(), help="default: %(default)s")
    if work is _remove:
        parser.add_argument("--yes", action="store_true", help="really delete all data")
    options = parser.parse_args(arguments)
    try:
        return work(options)
    except ClusterError as error:
        print(f"jiayi {name}: {error}", file=sys.stderr)
        return 2


def _start(options: argparse.Namespace) -> int:
    if os.environ.get("JIAYI_DATABASE_URL"):
        raise ClusterError("JIAYI_DATABASE_URL names a server of yours; there is no embedded database to start.")
    print(control.start(options.data_dir))
    return 0


def _stop(options: argparse.Namespace) -> int:
    print("stopped" if control.stop(options.data_dir) else "was not running")
    return 0


def _status(options: argparse.Namespace) -> int:
    is_running = control.is_running(options.data_dir)
    print(f"{'running' if is_running else 'not running'}: {places_of(options.data_dir).home}")
    return 0 if is_running else 1


def _remove(options: argparse.Namespace) -> int:
    if not options.yes:
        raise ClusterError(f"this deletes all data in {places_of(options.data_dir).home}; add --yes if you mean it.")
    control.remove(options.data_dir)
    print("removed")
    return 0
