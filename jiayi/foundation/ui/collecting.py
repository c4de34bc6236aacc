"""Collect the static files for serving, only when one of them changed (compressing them takes seconds)."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

NOT_SERVED = ["*.map", "redoc*", "CVS", ".*", "*~"]


def collect_if_changed() -> bool:
    """Fill STATIC_ROOT; whether there was anything to do."""
    stamp = Path(settings.STATIC_ROOT) / "collected"
    fingerprint = _fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=NOT_SERVED)
    stamp.write_text(fingerprint)
    return True


def _fingerprint() -> str:
    """Changes with the name, size or time of any static file, and with the storage that names them."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list(NOT_SERVED):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
