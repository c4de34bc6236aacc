"""The operating system user the server runs under: ourselves, or as root an unprivileged user."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import ClusterError

OWN_USER = "jiayi-pg"
FALLBACK_USERS = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """A user by number; `switch` says whether we must become it first."""

    name: str
    uid: int
    gid: int
    switch: bool

    def run_as(self, folder: Path) -> dict[str, Any]:
        """Arguments for subprocess: that user, in a folder it can enter, with nothing of our environment."""
        arguments: dict[str, Any] = {
            "cwd": folder,
            "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": str(folder), "TZ": "UTC"},
            "stdin": subprocess.DEVNULL,
        }
        if self.switch:
            arguments |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return arguments

    def give(self, path: Path) -> None:
        """Make the user the owner of a file or folder of ours."""
        if self.switch:
            os.chown(path, self.uid, self.gid)


def server_account(home: Path) -> Account:
    """Who runs the server of a cluster home. A cluster that exists keeps its owner."""
    if os.geteuid() != 0:
        return Account(name=_own_name(), uid=os.geteuid(), gid=os.getegid(), switch=False)
    owner = _owner_of(home / "data")
    entry = owner or _entry(OWN_USER) or _create_user() or _first_fallback()
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, switch=True)


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise ClusterError(
            f"The user number {os.geteuid()} has no name on this machine; PostgreSQL needs one."
            " Add it to /etc/passwd, or set JIAYI_DATABASE_URL to a PostgreSQL server."
        ) from None


def _owner_of(folder: Path) -> pwd.struct_passwd | None:
    if not folder.exists():
        return None
    uid = folder.stat().st_uid
    try:
        return pwd.getpwuid(uid) if uid != 0 else None
    except KeyError:
        raise ClusterError(
            f"{folder} belongs to user number {uid}, unknown on this machine."
            f" Run: useradd --system --uid {uid} {OWN_USER}"
        ) from None


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _create_user() -> pwd.struct_passwd | None:
    """A system user without home, password or shell; None where the machine will not let us."""
    command = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if command is None:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run(
        [command, *options, "--shell", "/usr/sbin/nologin", OWN_USER],
        capture_output=True,
        check=False,
    )
    return _entry(OWN_USER)


def _first_fallback() -> pwd.struct_passwd:
    for name in FALLBACK_USERS:
        entry = _entry(name)
        if entry is not None and entry.pw_uid != 0:
            return entry
    raise ClusterError(
        f"PostgreSQL does not run as root, and no other user could be found or made. Run: useradd --system {OWN_USER}"
    )
