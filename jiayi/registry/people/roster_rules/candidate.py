"""What a row says once it is understood."""

from datetime import date
from typing import NamedTuple


class Rejection(NamedTuple):
    """A row that cannot be taken, and the one reason."""

    code: str


class Candidate(NamedTuple):
    """A row that can be taken unless it is a duplicate; texts are clean and within their columns.

    `fault` is the reason to reject it when it is no duplicate (the region is judged after duplicates).
    """

    fault: str
    codes: tuple[str, ...]
    name: str
    name_key: str
    number: str  # 18 characters, "" of a newborn without one
    document_kind: str
    sex: str
    birth_date: date
    region_code: str
    phone: str
    address: str
    household_number: str
    relation: str
    groups: tuple[str, ...]
    residence_kind: str
    resident_since: date | None
    ethnicity: str
    is_under_one: bool
