"""Making the folders of a cluster, closed to everyone else, without touching any folder that is not ours."""

import os
import stat
from pathlib import Path

from .account import Account
from .errors import ClusterError
from .places import Places

README = """This folder holds the data of Jiayi: its PostgreSQL cluster (folder postgres, or the place named
below) and files. Stop the database with `jiayi db_stop` before you copy or delete it.
"""


def prepare_store(places: Places, *, system_wide: bool) -> None:
    """The folder around the homes of system-wide clusters: root's, open for entering only."""
    if system_wide and not places.home.parent.exists():
        places.home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)


def prepare_home(places: Places, *, system_wide: bool) -> None:
    """The data folder and the cluster's home."""
    if not places.data_dir.exists():
        places.data_dir.mkdir(mode=0o700, parents=True)
    readme = places.data_dir / "README"
    if not readme.exists():
        readme.write_text(README + (f"The cluster is in {places.home}\n" if system_wide else ""))
    for folder in (places.home, places.configuration):
        folder.mkdir(mode=0o700, exist_ok=True)


def open_to_account(places: Places, account: Account) -> None:
    """Let the server's user enter the home (read only) and own the socket folder."""
    if account.switch:
        for folder in (places.home, places.configuration):
            os.chown(folder, 0, account.gid)
            folder.chmod(0o750)
    _make_socket_folder(places.socket_folder, account)


def _make_socket_folder(folder: Path, account: Account) -> None:
    folder.parent.mkdir(exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
        account.give(folder)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
        raise ClusterError(
            f"{folder} must be a folder of the user {account.name} that no one else may enter"
            " (mode 0700). Remove it and start again."
        )
