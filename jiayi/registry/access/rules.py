"""Pure rules about posts."""

import datetime as dt

from .terms import ADMINISTRATORS


def stand_apart(held: str, other: str) -> bool:
    """Whether one person may hold both posts at once: one of the three administrators holds nothing else."""
    return held == other or not ({held, other} & ADMINISTRATORS)


def periods_meet(a_starts: dt.date, a_ends: dt.date | None, b_starts: dt.date, b_ends: dt.date | None) -> bool:
    """Whether two periods of inclusive days (None: open) share a day."""
    return (b_ends is None or a_starts <= b_ends) and (a_ends is None or b_starts <= a_ends)
