"""Start and stop the cluster, and say where it is."""

import os
import shlex
import shutil
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from .account import Account, server_account
from .binaries import major_version, reachable_bin_folder
from .configuration import DATABASE_USER, tcp_port, write_configuration
from .creation import create_cluster
from .databases import DATABASE, ensure_database, ensure_password
from .errors import ClusterError
from .folders import open_to_account, prepare_home, prepare_store
from .locking import locked
from .places import SOCKET_PORT, Places, places_of
from .processes import (
    end_orphans,
    end_server,
    is_ready,
    postmaster_of,
    remove_foreign_locks,
    server_processes,
    wait_until,
)

ATTEMPTS = 3
START_SECONDS = 600  # a crash with much unwritten work is replayed first


def url(data_dir: Path, *, database: str = DATABASE) -> str:
    """The address of the cluster of a data folder, running or not; the same every time."""
    places = places_of(data_dir)
    port = tcp_port() or SOCKET_PORT
    folder = quote(str(places.socket_folder), safe="")
    return f"postgresql://{DATABASE_USER}@/{quote(database)}?host={folder}&port={port}"


def is_running(data_dir: Path) -> bool:
    """Whether the cluster accepts connections."""
    return is_ready(places_of(data_dir))


def start(data_dir: Path, *, durable: bool = True) -> str:
    """Start the cluster unless it runs, making it the first time; its address.

    It goes on after the caller ends, until `stop`. `durable=False` is for the tests' own cluster: it may lose
    data at a crash, and a cluster made for data refuses it.
    """
    try:
        return _start(data_dir, durable=durable)
    except OSError as error:
        raise ClusterError(f"The database cannot be started: {error}") from error


def _start(data_dir: Path, *, durable: bool) -> str:
    places = places_of(data_dir)
    system_wide = os.geteuid() == 0
    prepare_store(places, system_wide=system_wide)
    prepare_home(places, system_wide=system_wide)
    address = url(data_dir)
    with locked(places.lock):
        for attempts_left in reversed(range(ATTEMPTS)):
            if not is_ready(places):
                _launch(places, durable=durable)
            try:
                ensure_database(url(data_dir, database="postgres"), DATABASE)
                break
            except psycopg.OperationalError as error:  # it was being killed while we looked
                if not attempts_left:
                    raise ClusterError(f"The database runs but does not answer: {error}") from error
                time.sleep(1)
        if tcp_port():
            ensure_password(address, places.password)
    return address


def _launch(places: Places, *, durable: bool) -> None:
    with locked(places.home.parent / ".lock"):  # one at a time makes the user and copies the programs
        account = server_account(places.home)
        programs = reachable_bin_folder(account, places.home.parent)
    open_to_account(places, account)
    if postmaster_of(places) is None:
        end_orphans(places)
        remove_foreign_locks(places)
        if not (places.data / "PG_VERSION").exists():
            create_cluster(places, account, programs, durable=durable)
        _check_cluster(places, programs, durable=durable)
        _run_server(places, account, programs, durable=durable)
    if not wait_until(lambda: is_ready(places) or postmaster_of(places) is None, seconds=START_SECONDS):
        raise ClusterError(f"The database did not get ready in {START_SECONDS} s; see {places.data / 'log'}.")
    if not is_ready(places):
        raise ClusterError(f"The database did not start:\n{_last_words(places)}")


def _check_cluster(places: Places, programs: Path, *, durable: bool) -> None:
    made_by, ours = (places.data / "PG_VERSION").read_text().strip(), major_version(programs)
    if made_by != str(ours):
        raise ClusterError(
            f"The data in {places.home} was made by PostgreSQL {made_by}; the programs are {ours}."
            " Export it with the old version (docs/operations.md), or set JIAYI_POSTGRES_BIN."
        )
    if durable == places.throwaway_mark.exists():
        kind = "the tests' throwaway cluster" if durable else "a cluster made for data"
        raise ClusterError(f"{places.home} holds {kind}; choose another data folder.")


def _run_server(places: Places, account: Account, programs: Path, *, durable: bool) -> None:
    main_file = write_configuration(places, account, durable=durable)
    options = ["-D", str(places.data), "-l", str(places.start_log), "-w", "-t", str(START_SECONDS)]
    subprocess.run(
        [programs / "pg_ctl", "start", *options, "-o", f"-c config_file={shlex.quote(str(main_file))}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        **account.run_as(places.home),
    )


def _last_words(places: Places) -> str:
    logs = [places.start_log, *(places.data / "log").glob("*.log")]
    written = sorted((log for log in logs if log.exists()), key=lambda log: log.stat().st_mtime)
    return "\n".join(line for log in written[-2:] for line in log.read_text(errors="replace").splitlines()[-8:])


def stop(data_dir: Path) -> bool:
    """Stop the cluster and wait until none of its processes is left; whether there was one."""
    places = places_of(data_dir)
    if not places.home.is_dir():
        return False
    with locked(places.lock):
        if not server_processes(places):
            return False
        end_server(places)
        end_orphans(places)
        if server_processes(places):
            raise ClusterError(f"Processes of the database do not end: {server_processes(places)}.")
    return True


def remove(data_dir: Path) -> None:
    """Stop the cluster and delete it with all its data."""
    stop(data_dir)
    places = places_of(data_dir)
    shutil.rmtree(places.socket_folder, ignore_errors=True)
    shutil.rmtree(places.home, ignore_errors=True)
