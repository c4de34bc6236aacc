"""What is done to a chunk of rows without the database, here or in a process of its own: judged, read, sealed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import uuid_utils

from .pinyin import pinyin_of
from .roster_rules import Candidate, Rejection, RowJudge, Setting
from .roster_rules.prepared import Prepared, Refused
from .sealing import national_id_index, phone_index, seal

Chunk = Sequence[tuple[int, list[str]]]
Work = Callable[[Chunk], list[Prepared | Refused]]

# The columns of `Prepared.line`, in their order; what only the database can tell follows after them.
LINE_COLUMNS = (
    "id",
    "name",
    "name_key",
    "name_pinyin",
    "name_initials",
    "sex",
    "birth_date",
    "document_kind",
    "national_id_sealed",
    "national_id_index",
    "phone_sealed",
    "phone_index",
    "region_code",
    "address",
    "residence_kind",
    "resident_since",
    "ethnicity",
)


@dataclass(frozen=True)
class ChunkWork:
    """Judges and prepares the rows of a chunk."""

    judge: RowJudge

    def __call__(self, chunk: Chunk) -> list[Prepared | Refused]:
        judged = [(row, self.judge.judge(cells)) for row, cells in chunk]
        return [
            Refused(row, found.code) if isinstance(found, Rejection) else _prepared(row, found) for row, found in judged
        ]


def _prepared(row: int, said: Candidate) -> Prepared:
    identity = str(uuid_utils.uuid7())
    number_index = national_id_index(said.number)
    mobile_index = phone_index(said.phone)
    return Prepared(
        row,
        said.fault,
        said.codes,
        identity,
        said.name_key,
        said.number,
        number_index,
        said.document_kind,
        said.sex,
        said.birth_date,
        said.region_code,
        said.phone,
        mobile_index,
        said.address,
        said.household_number,
        said.relation,
        said.groups,
        said.resident_since,
        said.ethnicity,
        said.is_under_one,
        "" if said.fault else _line(identity, said, number_index, mobile_index),
    )


def _line(identity: str, said: Candidate, number_index: bytes | None, mobile_index: bytes | None) -> str:
    pinyin, initials = pinyin_of(said.name_key)
    return "\t".join(
        (
            identity,
            escaped(said.name),
            escaped(said.name_key),
            escaped(pinyin),
            escaped(initials),
            said.sex,
            said.birth_date.isoformat(),
            said.document_kind,
            _bytes(seal(identity, "national_id_sealed", said.number)),
            "\\N" if number_index is None else _bytes(number_index),
            _bytes(seal(identity, "phone_sealed", said.phone)),
            "\\N" if mobile_index is None else _bytes(mobile_index),
            said.region_code,
            escaped(said.address),
            said.residence_kind,
            said.resident_since.isoformat() if said.resident_since else "\\N",
            said.ethnicity,
        )
    )


def escaped(text: str) -> str:
    """A text (without control characters) as COPY reads it."""
    return text.replace("\\", "\\\\") if "\\" in text else text


def _bytes(value: bytes) -> str:
    return "\\\\x" + value.hex()


_work: Work | None = None


def begin(setting: Setting) -> None:
    """Make this process ready for chunks."""
    global _work
    _work = ChunkWork(RowJudge(setting))


def work(chunk: Chunk) -> list[Prepared | Refused]:
    """Do one chunk in a process that has begun."""
    assert _work is not None
    return _work(chunk)
