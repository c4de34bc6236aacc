"""What other rooms may hear from this one: plain values."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class PrescriptionIssued:
    """A long-term prescription was issued; it may be dispensed once a pharmacist has passed it."""

    prescription_id: UUID
    resident_id: UUID
    team_id: UUID | None
    on: dt.date


@dataclass(frozen=True)
class MedicineDispensed:
    """A part of an order was given out."""

    dispensing_id: UUID
    prescription_id: UUID
    resident_id: UUID
    team_id: UUID | None
    on: dt.date
    days: int


@dataclass(frozen=True)
class PrescriptionStopped:
    """An order ended before its time, or rests until it is judged again."""

    prescription_id: UUID
    resident_id: UUID
    reasons: tuple[str, ...]  # terms.StopReason
    is_held: bool
    on: dt.date


@dataclass(frozen=True)
class FreeMedicineGiven:
    """Of what was given out something was free (S1-15)."""

    dispensing_id: UUID
    resident_id: UUID
    on: dt.date
    at_home: bool
