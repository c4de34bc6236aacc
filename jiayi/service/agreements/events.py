"""What other rooms may hear from this one: plain values."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class AgreementSigned:
    """One paper was signed: an agreement for each resident."""

    paper_id: UUID
    agreement_ids: tuple[UUID, ...]
    resident_ids: tuple[UUID, ...]
    team_id: UUID
    region_code: str
    kind: str
    signed_on: dt.date
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class AgreementsEnded:
    """Agreements ended before or at the end of their term."""

    agreement_ids: tuple[UUID, ...]
    resident_ids: tuple[UUID, ...]
    reason: str
    ended_on: dt.date


@dataclass(frozen=True)
class RecordOpened:
    """A resident's health record was checked and opened to them."""

    agreement_id: UUID
    resident_id: UUID
    opened_on: dt.date


@dataclass(frozen=True)
class AgreementsRestated:
    """Whatever became of these agreements (signed, started, renewed, changed, moved, ended …), they stand as they do
    now; told once an act, after everything else of it."""

    agreement_ids: tuple[UUID, ...]
    on: dt.date
