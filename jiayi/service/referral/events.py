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
