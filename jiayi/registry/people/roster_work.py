"""What is done to a chunk of rows without the database, here or in a process of its own: judged, read, sealed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import uuid_utils

from jiayi.foundation.base.encryption import indexer, sealer

from .pinyin import pinyin_of
from .roster_rules import Candidate, Rejection, RowJudge
from .roster_rules.prepared import Prepared, Refused
from .sealing import TABLE

Chunk = Sequence[tuple[int, list[str]]]
Judged = list[Prepared | Refused]

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

    def __call__(self, chunk: Chunk) -> list[tuple]:
        """Plain tuples of the fields of Prepared or Refused: they travel between processes at half the cost."""
        judge, prepare = self.judge.judge, _preparer()
        judged = [(row, judge(cells)) for row, cells in chunk]
        return [(row, said.code) if type(said) is Rejection else prepare(row, said) for row, said in judged]


def read_back(judged: list[tuple]) -> Judged:
    """The rows of a chunk, their fields by name again."""
    return [Refused._make(row) if len(row) == 2 else Prepared._make(row) for row in judged]


def _preparer() -> Callable[[int, Candidate], tuple]:
    """What turns a candidate into the fields of Prepared; keys are looked up once."""
    number_index_of, phone_index_of = indexer("resident.national_id"), indexer("resident.phone")
    line_of = _line_writer()

    def prepare(row: int, said: Candidate) -> tuple:
        identity = str(uuid_utils.uuid7())
        indexes = number_index_of(said.number), phone_index_of(said.phone)
        days = said.birth_date.isoformat(), said.resident_since and said.resident_since.isoformat()
        line = "" if said.fault else line_of(identity, said, indexes, days)
        number = (said.number, indexes[0], said.document_kind, said.sex, days[0])
        phone = (said.phone, indexes[1])
        home = (said.address, said.household_number, said.relation)
        rest = (said.groups, days[1], said.ethnicity, said.is_under_one, line)
        return row, said.fault, said.codes, identity, said.name_key, *number, said.region_code, *phone, *home, *rest

    return prepare


def _line_writer() -> Callable[[str, Candidate, tuple, tuple], str]:
    seal = sealer(TABLE)

    def line_of(identity: str, said: Candidate, indexes: tuple, days: tuple) -> str:
        pinyin, initials = pinyin_of(said.name_key)
        sealed_number = seal("national_id_sealed", identity, said.number).hex()
        sealed_phone = seal("phone_sealed", identity, said.phone).hex()
        parts = (
            identity,
            escaped(said.name),
            escaped(said.name_key),
            escaped(pinyin),
            escaped(initials),
            said.sex,
            days[0],
            said.document_kind,
            f"\\\\x{sealed_number}",
            f"\\\\x{indexes[0].hex()}" if indexes[0] else "\\N",
            f"\\\\x{sealed_phone}",
            f"\\\\x{indexes[1].hex()}" if indexes[1] else "\\N",
            said.region_code,
            escaped(said.address),
            said.residence_kind,
            days[1] or "\\N",
            said.ethnicity,
        )
        return "\t".join(parts)

    return line_of


def escaped(text: str) -> str:
    """A text (without control characters) as COPY reads it."""
    return text.replace("\\", "\\\\") if "\\" in text else text
