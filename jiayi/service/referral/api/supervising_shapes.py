"""What supervision asks and answers: a rate, a warning, a case; a sample, a verdict, what was put right."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.referral.terms import AuditVerdict, Sanction, State

from .shapes import Strict

Words = Annotated[str, Field(min_length=1, max_length=300)]


class PeriodQuery(Schema):
    """Days, both inclusive; the last ninety where none are named."""

    since: dt.date | None = None
    until: dt.date | None = None


class RateAnswer(Schema):
    """An institution's up-referrals against those it treated (referral.rate); `rate` and `cap` are shares of one."""

    institution: UUID
    institution_name: str
    level: InstitutionLevel
    referred: int
    treated: int
    rate: float | None
    cap: float | None
    state: Literal["ok", "near", "over", "unknown"]
    reasons: list[dict]


class StepAnswer(Schema):
    """Open referrals of a state by how long they have stood in it; `late`: past their clock."""

    state: State
    day: int = Field(description="For a day at most.")
    three_days: int
    week: int
    longer: int
    late: int


class SentAnswer(Schema):
    """Of the referrals sent in the period: up, ended, followed up at home, sent down or back."""

    up: int
    ended: int
    followed: int
    down: int


class StandingAnswer(Schema):
    """Where open referrals stand, and what became of those of a period."""

    open: list[StepAnswer]
    sent: SentAnswer


class WarningAnswer(Schema):
    """An institution near or over its cap, with what the supervisor found."""

    id: UUID
    institution: UUID
    institution_name: str
    since: dt.date
    until: dt.date
    referred: int
    treated: int
    rate: float
    cap: float
    state: Literal["near", "over"]
    opened_on: dt.date
    due_on: dt.date
    is_late: bool
    answered_on: dt.date | None
    answer: str


class WarningReply(Strict):
    """What was found and what follows."""

    answer: Words


class CaseQuery(Schema):
    """Which cases; `none`: not judged yet."""

    verdict: AuditVerdict | Literal["none"] | None = None
    limit: int = Field(100, ge=1, le=500)


class NewSample(Strict):
    """How many cases of which time."""

    since: dt.date
    until: dt.date
    size: int = Field(10, ge=1, le=100)


class Verdict(Strict):
    """What the audit found; of a breach with its sanction and its day."""

    verdict: AuditVerdict
    faults: str = Field("", max_length=300)
    sanction: Sanction | Literal[""] = ""
    correct_by: dt.date | None = None


class Correction(Strict):
    """What was put right."""

    correction: Words


class CaseAnswer(Schema):
    """A case of the sample as it stands; `verdict` is empty until it is judged."""

    id: UUID
    referral: UUID
    number: str
    resident: UUID
    from_institution: UUID
    drawn_on: dt.date
    verdict: AuditVerdict | Literal[""]
    faults: str
    judged_on: dt.date | None
    sanction: Sanction | Literal[""]
    correct_by: dt.date | None
    corrected_on: dt.date | None
    correction: str
    is_late: bool
