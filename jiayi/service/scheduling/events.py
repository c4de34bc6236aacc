"""What other rooms may hear from this one: plain values."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ExaminationToBook:
    """A place for an examination is about to be booked; who hears it may refuse (LawBroken)."""

    resident_id: UUID
    item: str  # rulebook/examinations.yaml
    institution_id: UUID  # for which it is booked
    on: dt.date
