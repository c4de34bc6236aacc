"""Whether rounds reach a village as often as they should."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Reach:
    """`state`: ok, due (the next is too far, or none is planned), never (none was held and none is planned)."""

    last_on: date | None
    next_on: date | None
    state: str


def reach_of(last_on: date | None, next_on: date | None, *, every_days: int, on: date) -> Reach:
    """A village is reached where from the last round held (or today, where none was) the next is near enough."""
    if last_on is None and next_on is None:
        return Reach(None, None, "never")
    since = last_on or on
    if next_on is None:
        return Reach(last_on, None, "ok" if (on - since).days < every_days and last_on else "due")
    return Reach(last_on, next_on, "ok" if (next_on - since).days <= every_days else "due")
