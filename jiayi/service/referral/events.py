"""What other rooms may hear from this one: plain values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class PatientAdmitted:
    """Somebody who was referred to be admitted has arrived."""

    referral_id: UUID
    resident_id: UUID
    on: date


@dataclass(frozen=True)
class CareHandedHome:
    """A patient goes home with a plan: what was found, which medicines go on, until when home takes them over."""

    referral_id: UUID
    resident_id: UUID
    from_name: str  # the institution that treated
    diagnosis: str
    medicines: str  # as its doctor wrote them
    on: date
    until: date
