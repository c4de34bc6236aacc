"""What is sent and answered: the referral form, an act on it, the return form, a referral as it stands."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from jiayi.registry.organization.terms import InstitutionLevel
from jiayi.service.referral.terms import (
    Act,
    Appointment,
    Circumstance,
    ConsentBy,
    Destination,
    DiagnosisGroup,
    Direction,
    DownPurpose,
    PlanStep,
    Reason,
    ReferralRequest,
    ReplyRequest,
    State,
    Urgency,
    VisitKind,
)

TO_APPROVE = "to_approve"
Name = Annotated[str, Field(max_length=60)]
Phone = Annotated[str, Field(max_length=30)]
Line = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=2000)]


class Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class NewDestination(Strict):
    """An institution of the platform, or name and level of one that is not on it."""

    institution: UUID | None = None
    name: str = Field("", max_length=120)
    level: InstitutionLevel | Literal[""] = ""
    department: Name = ""
    contact: Name = ""
    phone: Phone = ""

    def asked(self) -> Destination:
        """As the services take it."""
        return Destination(self.institution, **self.model_dump(exclude={"institution"}))


class NewReferral(Strict):
    """The referral form (双向转诊单, 转出单); sent as it is written, there are no drafts over the API."""

    resident: UUID
    from_institution: UUID
    destination: NewDestination
    urgency: Urgency = Urgency.ROUTINE
    visit: VisitKind = VisitKind.OUTPATIENT
    group: DiagnosisGroup = Field(description="What the episode is about: one open referral of a resident in each.")
    diagnosis: Line = Field(min_length=1)
    diagnosis_code: str = Field("", max_length=20)
    illness: Text = Field(min_length=1)
    history: Text = ""
    treatment: Text = ""
    findings: Text = ""
    medicines: Text = ""
    allergies: Line = ""
    criteria: list[str] = Field([], max_length=40)
    consent: bool = False
    consent_by: ConsentBy | Literal[""] = ""
    circumstances: list[Circumstance] = Field([], max_length=5)
    disability_grade: int | None = Field(None, ge=1, le=4)
    evidence: Line = ""
    doctor_name: Name = ""
    doctor_phone: Phone = ""
    record: UUID | None = Field(None, description="The record whose finding led to it.")
    slot: UUID | None = Field(None, description="A place of GET /slots that is booked with it.")

    def asked(self) -> ReferralRequest:
        """As the services take it."""
        same = self.model_dump(exclude={"resident", "from_institution", "destination", "record", "slot"})
        tuples = {name: tuple(same.pop(name)) for name in ("criteria", "circumstances")}
        return ReferralRequest(
            resident_id=self.resident,
            from_institution_id=self.from_institution,
            destination=self.destination.asked(),
            record_id=self.record,
            slot_id=self.slot,
            **tuples,
            **same,
        )


class NewPlanStep(Strict):
    """One thing to be done at home, by a day."""

    text: Line = Field(min_length=1)
    due_on: dt.date


class NewReply(Strict):
    """The return form (回转单); `plan` opens tasks at home."""

    diagnosis: Line
    summary: Text
    drugs: Text
    next_plan: Text
    warning_signs: Text
    contact: str = Field(max_length=100)
    revisit_on: dt.date | None = None
    inpatient_number: str = Field("", max_length=40)
    exam_results: Text = ""
    purposes: list[DownPurpose] = []
    diagnosis_clear: bool = True
    stable: bool = True
    willing: bool = True
    plan: list[NewPlanStep] = Field([], max_length=20)

    def asked(self) -> ReplyRequest:
        """As the services take it."""
        same = self.model_dump(exclude={"plan", "purposes"})
        plan = tuple(PlanStep(one.text, one.due_on) for one in self.plan)
        return ReplyRequest(plan=plan, purposes=tuple(self.purposes), **same)


class NewAppointment(Strict):
    """When and where the patient is expected."""

    on: dt.date
    time: str = Field("", max_length=30)
    department: Name = ""
    contact: Name = ""

    def asked(self) -> Appointment:
        """As the services take it."""
        return Appointment(self.on, self.time, self.department, self.contact)


class NewAct(Strict):
    """An act on a referral, with what that act takes: `reason` to reject, redirect, cancel or refuse; `destination` to
    redirect; `appointment` to schedule (and, where it is known, to accept); `reply` to propose the return; `consent_by`
    and `illness` to complete an emergency's papers. What another act would take is left out."""

    act: Act
    note: str = Field("", max_length=500)
    reason: Reason | None = None
    destination: NewDestination | None = None
    appointment: NewAppointment | None = None
    reply: NewReply | None = None
    consent_by: ConsentBy | None = None
    illness: Text = ""


class ReferralAnswer(Schema):
    """A referral as it stands, with what the asker may do next. Instants are in UTC."""

    id: UUID
    number: str
    resident: UUID
    state: State
    version: int
    direction: Direction
    urgency: Urgency
    visit: VisitKind
    group: DiagnosisGroup
    from_institution: UUID
    to_institution: UUID | None
    to_name: str
    to_level: str
    department: str
    contact: str
    phone: str
    diagnosis: str
    illness: str
    voucher_valid: bool
    exemption: str
    submitted_at: dt.datetime | None
    answer_due_at: dt.datetime | None
    arrive_by: dt.date | None
    appointment_on: dt.date | None
    appointment_time: str
    arrived_on: dt.date | None
    complete_by: dt.date | None
    home_by: dt.date | None
    check_by: dt.date | None
    closed_on: dt.date | None
    reason: str
    reasons: list[dict]
    acts: list[Act]


class LeftAnswer(Schema):
    """A referral that is another institution's now."""

    id: UUID
    number: str
    has_left: bool


class ReferralQuery(Schema):
    """Which referrals; the open ones where nothing is named, the nearest clock first."""

    side: Literal["received", "sent", "every", "to_approve"] = Field(
        "every", description="`to_approve`: what waits for the insurer's office, or was decided by it."
    )
    state: State | None = None
    is_open: bool = True
    urgency: Urgency | None = None
    direction: Direction | None = None
    since: dt.date | None = Field(None, description="Sent on this day or later.")
    limit: int = Field(100, ge=1, le=500)
