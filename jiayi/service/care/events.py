"""What other rooms may hear from this one: plain values."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class SavedRecord:
    """A record stands, for the first time (version 1) or corrected: this version counts from now on."""

    record_id: UUID
    version: int
    resident_id: UUID
    form: str  # rulebook/forms
    on: dt.date
    mode: str  # rulebook modes: clinic, home, phone …
    evidence: str  # terms.Evidence: a, b or c
    fields: frozenset[str]  # those filled in
    team_id: UUID | None
    visit_id: UUID | None = None  # shared by the records of one combined visit
    schemes: tuple[str, ...] | None = None  # by which it was judged: those of the resident's region on the day


@dataclass(frozen=True)
class RecordsSaved:
    """Records that were saved together: those of one visit, or many of a workbook."""

    records: tuple[SavedRecord, ...]


@dataclass(frozen=True)
class VoidedRecord:
    """A record was entered by mistake and counts no more."""

    record_id: UUID
    resident_id: UUID
    on: dt.date


@dataclass(frozen=True)
class RecordsVoided:
    """Records that were taken back together."""

    records: tuple[VoidedRecord, ...]


@dataclass(frozen=True)
class ValueObserved:
    """A value came by itself: of a device, the resident, or another institution (rulebook observations)."""

    resident_id: UUID
    code: str
    number: float
    on: dt.date


@dataclass(frozen=True)
class ConsultationAnswered:
    """The asked institution has given its report."""

    consultation_id: UUID
    kind: str  # terms.ConsultationKind
    resident_id: UUID
    subject_id: UUID | None
    conclusion: str  # terms.Conclusion
    on: dt.date
