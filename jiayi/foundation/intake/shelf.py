"""Files that somebody handed in, kept in the data folder for their owner's eyes, and only for a while."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of such files, closed to others."""

    name: str

    def folder(self) -> Path:
        """Where the files are."""
        path = Path(settings.MEDIA_ROOT) / self.name
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path

    def keep(self, name: str, chunks: Iterable[bytes]) -> Path:
        """Write a new file that only its owner can read."""
        path = self.folder() / name
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(chunks)
        return path

    def path_of(self, name: str) -> Path:
        """The path of a kept file."""
        return self.folder() / name

    def private(self, name: str) -> Path:
        """The path of a file that is going to be written, made empty and closed to others."""
        self.delete(name)
        return self.keep(name, [])

    def delete(self, name: str) -> None:
        """The file is gone, if it was there."""
        self.path_of(name).unlink(missing_ok=True)


def name_for(batch_id: UUID, kind: str, file_name: str) -> str:
    """The name under which a batch's file is kept: nothing of what people called it but the ending."""
    return f"{batch_id}-{kind}{Path(file_name).suffix.lower()[:5]}"
