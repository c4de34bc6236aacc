"""Terms of agreements as the decisions give them, remembered by what they depend on."""

import functools
from datetime import date

from jiayi.foundation.rulebook import decide


@functools.lru_cache(maxsize=100_000)
def term(
    schemes: tuple[str, ...], kind: str, signed_on: date, previous_ends_on: date | None
) -> tuple[date, date, date, date | None]:
    """Start, end, the day from which renewal is announced, and by when the record is open."""
    facts = {"kind": kind, "signed_on": signed_on, "previous_ends_on": previous_ends_on}
    outcome = decide("agreements.term", on=signed_on, schemes=schemes, facts=facts)
    notice = decide("agreements.renewal", on=signed_on, schemes=schemes, facts={"ends_on": outcome["ends_on"]})
    opened = decide("agreements.record_open_by", on=signed_on, schemes=schemes, facts={"signed_on": signed_on})
    return outcome["starts_on"], outcome["ends_on"], notice["notice_from"], opened["open_by"]
