"""Secrets that are made on first use and kept in the data folder, readable by their owner alone."""

import base64
import os
import secrets
from pathlib import Path


def kept_secret(data_dir: Path, name: str) -> str:
    """The secret called name, 32 random bytes in base64; made once, whoever comes first."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)  # what we make, no one else may enter
    folder = data_dir / "keys"
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        _write_once(path, base64.b64encode(secrets.token_bytes(32)))
    return path.read_text("ascii").strip()


def _write_once(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    try:
        os.link(draft, path)  # fails when another process was first: its secret stands
    except FileExistsError:
        pass
    finally:
        draft.unlink()
