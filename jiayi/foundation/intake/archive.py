"""Opening a zipped workbook without trusting it: its directory first, then every byte as it is unpacked."""

import zipfile
from collections.abc import Generator
from pathlib import Path

from .refusals import FileRefused
from .terms import FileFault, Limits

_CHUNK = 256 * 1024
_KNOWN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Small members compress well by nature; only what can fill a memory is worth a look.
_RATIO_FROM = 1_000_000
_MEGABYTE = 1_000_000


class Archive:
    """A zip file whose members are unpacked as streams, counted together against the limits."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self.packed_bytes = path.stat().st_size
        self.unpacked_bytes = 0
        try:
            self._zip = zipfile.ZipFile(path)
            self._members = {member.filename.lstrip("/"): member for member in self._zip.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise FileRefused(FileFault.DAMAGED, detail="zip") from error
        try:
            self._look_at_directory()
        except FileRefused:
            self.close()
            raise

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def close(self) -> None:
        self._zip.close()

    def chunks(self, name: str) -> Generator[bytes, None, None]:
        """The unpacked bytes of a member, piece by piece, counted against the limits."""
        member = self._members.get(name)
        if member is None:
            raise FileRefused(FileFault.DAMAGED, detail=name)
        unpacked = 0
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    unpacked += len(chunk)
                    self.unpacked_bytes += len(chunk)
                    self._check(self.unpacked_bytes, unpacked, member.compress_size)
                    yield chunk
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
            raise FileRefused(FileFault.DAMAGED, detail="zip") from error
        except zipfile.zlib.error as error:
            raise FileRefused(FileFault.DAMAGED, detail="zip") from error

    def _look_at_directory(self) -> None:
        members = self._zip.infolist()
        if len(members) > self.limits.members:
            raise FileRefused(FileFault.MEMBERS, limit=self.limits.members)
        total = 0
        for member in members:
            if member.flag_bits & 0x1:
                raise FileRefused(FileFault.ENCRYPTED)
            if member.compress_type not in _KNOWN_METHODS:
                raise FileRefused(FileFault.DAMAGED, detail="zip")
            total += member.file_size
            self._check(total, member.file_size, member.compress_size)

    def _check(self, total: int, member_bytes: int, packed_bytes: int) -> None:
        if total > self.limits.unpacked_bytes:
            raise FileRefused(FileFault.UNPACKED_TOO_LARGE, limit=self.limits.unpacked_bytes // _MEGABYTE)
        too_dense = member_bytes > _RATIO_FROM and member_bytes > self.limits.ratio * max(packed_bytes, 1)
        # Many entries over the same bytes: each looks honest, together they exceed the file.
        if too_dense or (total > _RATIO_FROM and total > self.limits.ratio * self.packed_bytes):
            raise FileRefused(FileFault.RATIO, limit=self.limits.ratio)
