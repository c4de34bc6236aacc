"""What is asked of the services, as plain values."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from .choices import ConsentKind, Frequency, Relation, Way


@dataclass(frozen=True, slots=True)
class ItemRequest:
    """One drug of an order: so many units (tablets, puffs) a time, so often, for the days of the order."""

    drug: str  # rulebook/drugs
    form: str
    strength: str
    units_per_dose: Decimal
    frequency: Frequency
    route: str
    note: str = ""
    for_chronic_infection: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the doctor says of one criterion; `note` where it differs from the record."""

    holds: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Papers:
    """What more than four weeks need: assessment, education, consent; empty where there is none."""

    assessment: str = ""
    topics: tuple[str, ...] = ()
    teach_back: bool = False
    consent: ConsentKind | None = None
    consented_by: str = ""
    witness: str = ""


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """A long-term prescription to be issued. `reasons`: why a warning is set aside, by the finding's key.

    `submission_id` makes sending twice issuing once.
    """

    resident_id: UUID
    diagnoses: tuple[str, ...]
    days: int
    items: tuple[ItemRequest, ...]
    submission_id: UUID
    diagnosis_text: str = ""
    starts_on: dt.date | None = None
    face_to_face: bool = True
    answers: dict[str, Answer] = field(default_factory=dict)
    papers: Papers = Papers()
    reasons: dict[str, str] = field(default_factory=dict)
    parent_id: UUID | None = None
    draft_id: UUID | None = None  # the hospital's plan that it carries out


@dataclass(frozen=True, slots=True)
class DispenseRequest:
    """Medicine to be given out: for so many days, or (0 days) only what an earlier part still owes.

    `quantities`: by item, where less is there than is due. `lots`: number and last day by item, where the medicine
    does not come from our own stock (a designated pharmacy).
    """

    prescription_id: UUID
    days: int
    submission_id: UUID
    way: Way = Way.COUNTER
    relation: Relation = Relation.SELF
    picker_name: str = ""
    picker_number: str = ""
    early_reason: str = ""
    early_note: str = ""
    carrier: str = ""
    waybill: str = ""
    quantities: dict[UUID, int] = field(default_factory=dict)
    lots: dict[UUID, tuple[str, dt.date]] = field(default_factory=dict)
