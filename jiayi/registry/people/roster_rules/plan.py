"""What a chunk of rows asks to be written."""

from dataclasses import dataclass, field
from typing import Any

from .prepared import Home, Known, Prepared


@dataclass(slots=True)
class NewHome:
    """A household to be made; `row` is the one that made it."""

    id: str
    number: str
    region_code: str
    address: str
    row: int
    head_id: str | None = None


@dataclass(slots=True)
class Newcomer:
    """A resident to be made from a row."""

    row: Prepared
    home_id: str | None


@dataclass(slots=True)
class Update:
    """A known resident who changes; `columns` holds new values by column, personal numbers still open."""

    row: int
    known_id: str
    known: Known | None  # None: made by this import from an earlier row
    columns: dict[str, Any] = field(default_factory=dict)
    groups: tuple[str, ...] = ()


@dataclass(slots=True)
class Facts:
    """What the database knows that concerns a chunk."""

    by_number: dict[bytes, Known] = field(default_factory=dict)
    by_person: dict[tuple, Known] = field(default_factory=dict)  # (region, name_key, birth date)
    without_number: dict[tuple, Known] = field(default_factory=dict)
    homes: dict[str, Home | NewHome] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """What is to be written for a chunk."""

    newcomers: list[Newcomer] = field(default_factory=list)
    updates_by_id: dict[str, Update] = field(default_factory=dict)
    homes: list[NewHome] = field(default_factory=list)
    heads: list[tuple[str, str]] = field(default_factory=list)  # household and resident

    def change(self, update: Update) -> None:
        """One update a resident: of two rows about the same one, what the later says of a column stands."""
        earlier = self.updates_by_id.setdefault(update.known_id, update)
        if earlier is not update:
            earlier.columns |= update.columns
            earlier.groups = tuple(dict.fromkeys((*earlier.groups, *update.groups)))

    @property
    def updates(self) -> list[Update]:
        return list(self.updates_by_id.values())
