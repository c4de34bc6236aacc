"""What other rooms may hear from this one: plain values."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class RecordSaved:
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


@dataclass(frozen=True)
class RecordVoided:
    """A record was entered by mistake and counts no more."""

    record_id: UUID
    resident_id: UUID
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
