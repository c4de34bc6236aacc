"""Rows ready to be decided and written, as they travel between processes; and what is known already."""

from typing import NamedTuple


class Refused(NamedTuple):
    """A row that was rejected on its own account."""

    row: int
    code: str


class Prepared(NamedTuple):
    """A candidate with the id that it would get, its sealed numbers inside `line` (COPY text without its end)."""

    row: int
    fault: str
    codes: tuple[str, ...]
    id: str
    name_key: str
    number: str
    number_index: bytes | None
    document_kind: str
    sex: str
    birth_date: str  # days travel as YYYY-MM-DD: as dates they cost more than all the rest
    region_code: str
    phone: str
    phone_index: bytes | None
    address: str
    household_number: str
    relation: str
    groups: tuple[str, ...]
    resident_since: str | None
    ethnicity: str
    is_under_one: bool
    line: str


class Known(NamedTuple):
    """A resident who is there already, as far as a roster may touch them."""

    id: str
    name_key: str
    has_number: bool
    status: str
    region_code: str
    birth_date: str
    phone_index: bytes | None
    address: str
    household_id: str | None
    relation: str
    resident_since: str | None
    ethnicity: str
    groups: frozenset[str]  # recorded at any time


class Home(NamedTuple):
    """A household that is there already."""

    id: str
    region_code: str
    has_head: bool
