"""Static files under hashed names; a file that a vendor's style sheet names but that is not shipped keeps its name."""

from collections.abc import Iterable, Iterator

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuickCompressor(Compressor):
    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return brotli.compress(data, quality=9)  # the highest, 11, takes many times as long for a tenth less


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    manifest_strict = False

    def hashed_name(self, name, content=None, filename=None):
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Only what pages ask for: the plain names serve the error page alone, which needs nothing of the rest."""
        hashed = set(self.hashed_files.values())
        return super().compress_files([path for path in paths if path in hashed])

    def create_compressor(self, **options) -> Compressor:
        return QuickCompressor(**options)
