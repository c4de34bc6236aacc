"""Making a new cluster with `initdb`."""

import locale
import shutil
import subprocess
from pathlib import Path

from .account import Account
from .configuration import DATABASE_USER
from .errors import ClusterError
from .places import Places

# Order and comparison by code point (LC_COLLATE C), but letters as Unicode has them: with LC_CTYPE C no
# Chinese character is a letter, and trigram search finds nothing at all.
CHARACTER_TYPES = ("C.UTF-8", "C.utf8", "en_US.UTF-8", "zh_CN.UTF-8", "UTF-8")


def create_cluster(places: Places, account: Account, programs: Path, *, durable: bool) -> None:
    """Make the data folder. A half-made one (we died in the middle) is started over."""
    if places.data.exists() and any(places.data.iterdir()):
        unfinished = not (places.data / "PG_VERSION").exists()
        if not unfinished:
            raise ClusterError(f"{places.data} already holds a cluster.")
        shutil.rmtree(places.data)
    places.data.mkdir(mode=0o700, exist_ok=True)
    account.give(places.data)
    options = [
        f"--lc-ctype={_character_type()}",
        "--locale=C",
        "--encoding=UTF8",
        f"--username={DATABASE_USER}",
    ]
    options += ["--auth-local=peer", "--auth-host=scram-sha-256"] + ([] if durable else ["--no-sync"])
    made = subprocess.run(
        [programs / "initdb", "-D", places.data, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **account.run_as(places.home),
    )
    if made.returncode != 0:
        shutil.rmtree(places.data, ignore_errors=True)
        raise ClusterError(f"PostgreSQL could not make its data folder {places.data}:\n{made.stderr.strip()}")
    if not durable:
        places.throwaway_mark.touch()


def _character_type() -> str:
    """The first UTF-8 locale this machine knows."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in CHARACTER_TYPES:
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    raise ClusterError(f"This machine has no UTF-8 locale; install one of {', '.join(CHARACTER_TYPES)}.")
