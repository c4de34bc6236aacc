"""What other rooms may hear from this one: plain values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class AdmissionsReported:
    """The insurer's file told of stays in hospitals that were not known: the resident and the day of admission."""

    stays: tuple[tuple[UUID, date], ...]
