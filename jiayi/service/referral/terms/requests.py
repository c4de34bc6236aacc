"""What is asked of the room: a referral, a return with its plan, an appointment."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from .choices import Direction, Urgency, VisitKind


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a patient goes: an institution of the platform, or the name and level of one that is not on it."""

    institution_id: UUID | None = None
    name: str = ""
    level: str = ""
    department: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ReferralRequest:
    """The referral form (双向转诊单, 转出单) as it is filled in."""

    resident_id: UUID
    from_institution_id: UUID
    destination: Destination
    group: str
    diagnosis: str
    illness: str
    direction: str = Direction.UP
    urgency: str = Urgency.ROUTINE
    visit: str = VisitKind.OUTPATIENT
    diagnosis_code: str = ""
    history: str = ""
    treatment: str = ""
    findings: str = ""
    medicines: str = ""
    allergies: str = ""
    criteria: tuple[str, ...] = ()
    consent: bool = False
    consent_by: str = ""
    circumstances: tuple[str, ...] = ()
    disability_grade: int | None = None
    evidence: str = ""
    doctor_name: str = ""
    doctor_phone: str = ""
    record_id: UUID | None = None
    slot_id: UUID | None = None  # of scheduling: the place that is booked with it


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One thing to be done at home, by a day."""

    text: str
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class ReplyRequest:
    """The return form (回转单): what was found and done, what comes next, what the patient brings along."""

    diagnosis: str
    summary: str
    drugs: str
    next_plan: str
    warning_signs: str
    contact: str
    revisit_on: dt.date | None = None
    inpatient_number: str = ""
    exam_results: str = ""
    purposes: tuple[str, ...] = ()
    diagnosis_clear: bool = True
    stable: bool = True
    willing: bool = True
    plan: tuple[PlanStep, ...] = ()

    def package(self) -> list[str]:
        """Which parts of the package are there (terms.PackagePart)."""
        given = {
            "diagnosis": self.diagnosis,
            "discharge_summary": self.summary,
            "drugs": self.drugs,
            "next_plan": self.next_plan,
            "warning_signs": self.warning_signs,
            "revisit_date": self.revisit_on,
            "contact": self.contact,
        }
        return [part for part, value in given.items() if value]


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where the patient is expected."""

    on: dt.date
    time: str = ""
    department: str = ""
    contact: str = ""
