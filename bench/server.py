"""A server over the bench's own county of a million, built once in JIAYI_BENCH_DIR (or .jiayi/bench), then served."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
DATA_DIR = Path(os.environ.get("JIAYI_BENCH_DIR", ROOT / ".jiayi" / "bench"))
PASSWORD = "jiayi-demo-2026"


def build(size: str = "large") -> Path:
    """The data folder with the county in it, built when there is none; minutes for the large one."""
    folder = DATA_DIR / size
    if (folder / "demo-truth.json").exists():
        _jiayi(folder, "migrate", "--verbosity", "0", check=True)  # it may be older than the program
        return folder
    print(f"building the {size} county in {folder} …", flush=True)
    start = time.perf_counter()
    _jiayi(folder, "demo", "--size", size, check=True)
    with psycopg.connect(url(folder), autocommit=True) as database:
        database.execute("VACUUM (ANALYZE)")  # what autovacuum does within minutes, but not while we measure
    print(f"built in {time.perf_counter() - start:.0f} s", flush=True)
    return folder


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """Serve the county with the plain pages beside the real ones; the host and port, ended at the end."""
    host, port = "127.0.0.1", _free_port()
    command = [sys.executable, "-m", "jiayi.config.command", "serve", "--bind", f"{host}:{port}"]
    with (folder / "serve.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment(folder), stdout=log, stderr=log)
        try:
            _wait(host, port, server)
            yield host, port
        finally:
            server.terminate()
            server.wait(30)


def url(folder: Path) -> str:
    """The database's address, its cluster running."""
    from jiayi.foundation.base import cluster

    cluster.start(folder)
    return cluster.url(folder)


def stop(folder: Path) -> None:
    """Stop the county's cluster; its data stay for the next run."""
    _jiayi(folder, "db_stop")


def _jiayi(folder: Path, *arguments: str, check: bool = False) -> None:
    command = [sys.executable, "-m", "jiayi.config.command", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(folder), check=check)


def environment(folder: Path) -> dict[str, str]:
    """The environment of a process over this county."""
    return os.environ | {"JIAYI_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "bench.settings"}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait(host: str, port: int, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError("the server ended; see serve.log in the county's folder")
        try:
            urllib.request.urlopen(f"http://{host}:{port}/sign-in/", timeout=10).read()
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError("the server did not answer within three minutes")
