"""Where a cluster lives: pure paths, derived from the data folder alone, so that two checkouts never meet."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

# sun_path holds 107 bytes and a closing zero on Linux, 103 on macOS; PostgreSQL adds the file name.
LONGEST_SOCKET_PATH = 103
SOCKET_PORT = 5432
SYSTEM_FOLDER = Path("/var/lib/jiayi")


@dataclass(frozen=True, slots=True)
class Places:
    """The folders and files of one cluster."""

    data_dir: Path  # what the user chose (JIAYI_DATA_DIR)
    home: Path  # everything of the cluster
    socket_folder: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def postmaster_pid(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def start_log(self) -> Path:
        return self.data / "start.log"

    @property
    def configuration(self) -> Path:
        return self.home / "configuration"

    @property
    def password(self) -> Path:
        return self.home / "password"

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @property
    def throwaway_mark(self) -> Path:
        return self.home / "throwaway"


def default_data_dir() -> Path:
    """JIAYI_DATA_DIR, or `.jiayi` in the checkout (in the working folder if there is no checkout)."""
    chosen = os.environ.get("JIAYI_DATA_DIR")
    if chosen:
        return Path(chosen).expanduser()
    checkout = Path(__file__).resolve().parents[4]
    root = checkout if (checkout / "pyproject.toml").exists() else Path.cwd()
    return root / ".jiayi"


def test_data_dir() -> Path:
    """JIAYI_TEST_DATA_DIR, or the folder `test` beside the demo's data; never the demo's own cluster."""
    chosen = os.environ.get("JIAYI_TEST_DATA_DIR")
    return Path(chosen).expanduser() if chosen else default_data_dir() / "test"


def places_of(data_dir: Path, *, system_wide: bool | None = None) -> Places:
    """The places of the cluster of a data folder.

    PostgreSQL refuses to run as root, and another user cannot reach a checkout in root's private home:
    as root (`system_wide`) the cluster lives in a system folder under a name made from the data folder.
    """
    data_dir = data_dir.absolute()
    key = hashlib.sha256(os.fsencode(os.path.realpath(data_dir))).hexdigest()[:16]
    if system_wide if system_wide is not None else os.geteuid() == 0:
        home = Path(os.environ.get("JIAYI_CLUSTER_DIR", SYSTEM_FOLDER)) / key
        return Places(data_dir=data_dir, home=home, socket_folder=home / "socket")
    home = data_dir / "postgres"
    socket_folder = home / "socket"
    if len(os.fsencode(socket_folder / f".s.PGSQL.{SOCKET_PORT}.lock")) > LONGEST_SOCKET_PATH:
        socket_folder = Path("/tmp") / f"jiayi-{os.geteuid()}-{key}"
    return Places(data_dir=data_dir, home=home, socket_folder=socket_folder)
