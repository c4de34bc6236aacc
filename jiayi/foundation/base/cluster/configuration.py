"""The configuration files of the cluster, written anew at every start."""

import os
import re
import shlex
import shutil
from pathlib import Path

from .account import Account
from .errors import ClusterError
from .places import SOCKET_PORT, Places

DATABASE_USER = "jiayi"
MIB = 1024 * 1024

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# For the tests' own cluster only: `control` refuses these on a cluster that was made for data.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# Who can reach the server is decided here alone.
OURS = {"listen_addresses", "port", "unix_socket_directories", "hba_file", "ident_file", "data_directory"}
SETTING_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


def tcp_port() -> int | None:
    """JIAYI_PG_PORT: also listen on 127.0.0.1, with a password, for tools that know no Unix socket."""
    text = os.environ.get("JIAYI_PG_PORT", "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise ClusterError(f"JIAYI_PG_PORT must be a port from 1024 to 65535, not {text!r}.")
    return int(text)


def write_configuration(places: Places, account: Account, *, durable: bool) -> Path:
    """Write the three files where the server may read but not change them; the path of the main one."""
    folder = places.configuration
    settings = _settings(places) | (DURABLE if durable else THROWAWAY) | _overrides(durable=durable)
    settings |= {"hba_file": str(folder / "pg_hba.conf"), "ident_file": str(folder / "pg_ident.conf")}
    # Peer: the kernel tells who is at the other end of the socket, whatever the folder's permissions are.
    names = dict.fromkeys(["root", account.name])
    texts = {
        "pg_ident.conf": "".join(f'jiayi "{name}" {DATABASE_USER}\n' for name in names),
        "pg_hba.conf": f"local all {DATABASE_USER} peer map=jiayi\n"
        f"host all {DATABASE_USER} 127.0.0.1/32 scram-sha-256\n",
        "postgresql.conf": "# Written at every start; to change a setting see docs/operations.md.\n"
        + "".join(f"{name} = {_quoted(value)}\n" for name, value in settings.items()),
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o644)  # the folder around it is closed to others
    return folder / "postgresql.conf"


def _settings(places: Places) -> dict[str, str]:
    port = tcp_port()
    return {
        "listen_addresses": "127.0.0.1" if port else "",
        "port": str(port or SOCKET_PORT),
        "unix_socket_directories": str(places.socket_folder),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "max_connections": "100",
        "shared_buffers": f"{_shared_buffers_mib()}MB",
        "work_mem": "32MB",
        "maintenance_work_mem": "256MB",
        "max_wal_size": "4GB",
        "random_page_cost": "1.1",
        "jit": "off",
        "dynamic_shared_memory_type": _dynamic_shared_memory(),
        "timezone": "UTC",
        "log_timezone": "UTC",
        "datestyle": "iso, ymd",
        "lc_messages": "C",
        "lc_monetary": "C",
        "lc_numeric": "C",
        "lc_time": "C",
        "default_text_search_config": "pg_catalog.simple",
        "logging_collector": "on",
        "log_directory": "log",
        "log_filename": "postgresql-%a.log",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        # Statements and the details of a refused row hold people's data; logs must not.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
    }


def _overrides(*, durable: bool) -> dict[str, str]:
    """JIAYI_PG_SETTINGS: `name=value` words, as `shared_buffers=2GB work_mem=64MB`."""
    settings: dict[str, str] = {}
    for word in shlex.split(os.environ.get("JIAYI_PG_SETTINGS", "")):
        name, equals, value = word.partition("=")
        if not equals or not SETTING_NAME.fullmatch(name):
            raise ClusterError(f"JIAYI_PG_SETTINGS: {word!r} is not name=value.")
        settings[name.lower()] = value
    refused = sorted(settings.keys() & (OURS | DURABLE.keys() if durable else OURS))
    if refused:
        raise ClusterError(f"JIAYI_PG_SETTINGS may not change {', '.join(refused)}.")
    return settings


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _shared_buffers_mib() -> int:
    """A quarter of the memory we may use, from 128 MiB to 1 GiB."""
    return max(128, min(1024, _memory_bytes() // 4 // MIB))


def _memory_bytes() -> int:
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
    except OSError:
        return physical
    return min(physical, int(limit)) if limit.isdigit() else physical


def _dynamic_shared_memory() -> str:
    """Containers often have a tiny /dev/shm, where parallel queries fail: use files instead."""
    shared = Path("/dev/shm")
    is_tiny = shared.is_dir() and shutil.disk_usage(shared).total < 256 * MIB
    return "mmap" if is_tiny else "posix"
