"""When a message may go out: not in the quiet hours."""

import datetime as dt


def earliest(at: dt.datetime, quiet_from: int | None, quiet_until: int | None) -> dt.datetime:
    """The first moment from `at` (in the county's own time) outside of the quiet hours; hours of the clock, 0 to 24."""
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return at
    hour = at.hour
    is_quiet = (
        quiet_from <= hour < quiet_until if quiet_from < quiet_until else hour >= quiet_from or hour < quiet_until
    )
    if not is_quiet:
        return at
    morning = at.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=(quiet_until - hour) % 24)
    return morning


def next_try(at: dt.datetime, attempts: int, pauses: list[int]) -> dt.datetime | None:
    """When to try again after so many attempts (the pauses are minutes); None: given up."""
    return at + dt.timedelta(minutes=pauses[attempts - 1]) if 1 <= attempts <= len(pauses) else None
