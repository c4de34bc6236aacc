"""The limits of files that people hand in, and the codes with which a file is refused whole."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Limits:
    """What is looked at before anything is read. Sizes in bytes.

    `file_bytes` holds for packed files (.xlsx). A .csv is its own unpacked form and is measured by
    `unpacked_bytes`: a million rows of it are three times the packed limit.
    """

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 500_000_000
    ratio: int = 200
    rows: int = 1_000_000
    members: int = 500
    columns: int = 256
    cell_characters: int = 32_767  # what a spreadsheet's cell can hold; longer ones are cut to one more
    header_rows: int = 30  # the header is looked for in so many rows from the top


LIMITS = Limits()


class FileFault(StrEnum):
    """Why a file is refused whole."""

    TOO_LARGE = "E_FILE_TOO_LARGE"
    UNPACKED_TOO_LARGE = "E_FILE_UNPACKED_TOO_LARGE"
    RATIO = "E_FILE_RATIO"
    MEMBERS = "E_FILE_MEMBERS"
    ROWS = "E_FILE_ROWS"
    TYPE = "E_FILE_TYPE"
    OLD_WORKBOOK = "E_FILE_OLD_WORKBOOK"
    ENCRYPTED = "E_FILE_ENCRYPTED"
    UNSAFE = "E_FILE_UNSAFE"
    DAMAGED = "E_FILE_DAMAGED"
    ENCODING = "E_FILE_ENCODING"
    NO_HEADER = "E_FILE_NO_HEADER"
