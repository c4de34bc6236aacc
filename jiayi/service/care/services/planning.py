"""What a health plan brings about: the class of its resident in every programme, and the expert's review of it."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import F

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.tasks.terms import Risk
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import Enrolment, PlanReview, Record, RecordVersion
from jiayi.service.care.permissions import REVIEW_PLAN
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.selectors.records import record_for
from jiayi.service.care.terms import HEALTH_PLAN, EnrolmentState, RecordState, ReviewState

from .restating import restate_records
from .scheduling import reschedule

REVIEWED_BY = "health_plan.reviewed_by"
CLASSES = {"ordinary": Risk.ORDINARY, "high_risk": Risk.HIGH}  # of the form's field `class`


def follow_plan(record: Record, *, on: dt.date) -> None:
    """After a plan was saved, corrected or voided: its class counts, and its version waits for the expert."""
    if record.form != HEALTH_PLAN:
        return
    _ask_for_review(record, on)
    classify(record.resident_id, on=on)


def classify(resident_id: UUID, *, on: dt.date) -> None:
    """The class of the latest plan that stands is that of the resident's programmes, whose visits follow it."""
    version = (
        RecordVersion.objects.filter(
            record__resident_id=resident_id,
            record__form=HEALTH_PLAN,
            record__state=RecordState.CURRENT,
            number=F("record__version"),
        )
        .order_by("-record__visit_on", "-record_id")
        .first()
    )
    risk = CLASSES.get(version.values.get("class", ""), "") if version else ""
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(resident_id=resident_id).exclude(risk=risk)
    changed = list(rows.exclude(state=EnrolmentState.CLOSED).order_by("pk"))
    for enrolment in changed:
        enrolment.risk = risk
    Enrolment.objects.bulk_update(changed, ["risk"])
    reschedule(enrolments=changed, on=on)


def _ask_for_review(record: Record, on: dt.date) -> None:
    """The versions before wait no longer; this one does, where the scheme names who reviews."""
    waiting = record.reviews.filter(state=ReviewState.WAITING)
    role = find_value(REVIEWED_BY, record.visit_on, organization.schemes_for(record.region_id, record.visit_on))
    stands = record.state == RecordState.CURRENT and role is not None
    (waiting.exclude(version=record.version) if stands else waiting).update(state=ReviewState.SUPERSEDED)
    if stands and role:
        PlanReview.objects.get_or_create(
            record=record,
            version=record.version,
            defaults={"region_id": record.region_id, "role": role.value, "asked_on": on},
        )


@transaction.atomic
def review_plan(*, by: Viewer, record_id: UUID, version: int, approves: bool, remark: str, on: dt.date) -> PlanReview:
    """Approve the version that waits, or give it back with a remark.

    LawBroken for who has not the role that the scheme names, for one's own plan, and for a version that waits no more.
    """
    record = record_for(by, record_id, permission=REVIEW_PLAN)
    found = PlanReview.objects.select_for_update().filter(record=record, version=version).first()
    if found is None or found.state != ReviewState.WAITING or record.version != version:
        raise forbidden("E_REVIEW_OVER")
    _require_expert(by, record, found.role, on)
    if not approves and not remark.strip():
        raise misshapen([Fault("remark", "E_REVIEW_UNEXPLAINED")])
    found.state = ReviewState.APPROVED if approves else ReviewState.RETURNED
    found.decided_on, found.remark = on, remark.strip()
    found.decided_by, found.decided_by_name = by.actor_id, by.actor_name[:60]
    found.save()
    restate_records([record], on=on, outcome=str(found.state))
    audit.record(
        by=by,
        act="care.review_plan",
        subject_kind="record",
        subject_ids=[record.id],
        resident_ids=[record.resident_id],
        details={"version": version, "state": str(found.state)},
    )
    return found


def _require_expert(by: Viewer, record: Record, role: str, on: dt.date) -> None:
    doctor = organization.doctor_facts(by.practitioner_id, on) if by.practitioner_id else None
    if doctor is None or role not in doctor.roles:
        raise forbidden("E_REVIEW_NOT_EXPERT")
    if record.practitioner_id == doctor.id:
        raise forbidden("E_REVIEW_OWN")
