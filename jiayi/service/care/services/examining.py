"""Ask for an examination: a recognised result of others goes first, a repeat says why (S4-11)."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.faults import forbidden, misshapen
from jiayi.service.care.models import Examination
from jiayi.service.care.rules.filling import Fault
from jiayi.service.care.selectors.examinations import Weighed, own_institution, weigh_results
from jiayi.service.care.terms import ExaminationOutcome, ExaminationRequest

REASONS, OTHER = "recognition.repeat_reasons", "other_reason"


@retrying_atomic
def ask_examination(*, by: Viewer, asked: ExaminationRequest, on: dt.date) -> Examination:
    """Keep the request and its outcome. LawBroken where a recognised result stands and nothing is said of it."""
    if known := Examination.objects.filter(submission_id=asked.submission_id).first():
        people.resident_for(by, known.resident_id, permission=permissions.WRITE)
        return known
    resident = people.resident_for(by, asked.resident_id, on=on, permission=permissions.WRITE)
    if asked.item not in rulebook().examinations:
        raise misshapen([Fault("item", "E_RESULT_ITEM")])
    institution = own_institution(by, on)
    if institution is None:
        raise forbidden("E_EXAMINATION_NO_PRACTITIONER")
    found = weigh_results(by, resident, asked.item, own_level=institution.level, on=on)
    outcome = _outcome(asked, found, resident.region_id, on)
    row = Examination.objects.create(
        resident=resident,
        region_id=resident.region_id,
        item=asked.item,
        institution=institution,
        asked_on=on,
        asked_by=by.actor_id,
        asked_by_name=by.actor_name[:60],
        purpose=asked.purpose.strip()[:200],
        outcome=outcome,
        result=found.result if found and outcome != ExaminationOutcome.NEW else None,
        reason=asked.reason if outcome == ExaminationOutcome.REPEATED else "",
        note=asked.note.strip()[:200],
        submission_id=asked.submission_id,
    )
    details = {"item": row.item, "outcome": row.outcome, "reason": row.reason}
    audit.record(
        by=by,
        act="care.ask_examination",
        subject_kind="examination",
        subject_ids=[row.id],
        resident_ids=[resident.id],
        details=details,
    )
    return row


def require_asked(*, resident_id: UUID, item: str, institution_id: UUID, on: dt.date) -> None:
    """Before a place for an examination is booked: LawBroken where a recognised result stands and no repeat was
    reasoned since."""
    system = SystemViewer()
    resident = people.resident_for(system, resident_id, on=on)
    level = organization.institution_for(system, institution_id).level
    found = weigh_results(system, resident, item, own_level=level, on=on)
    if found is None or not found.is_recognised:
        return
    rows = Examination.objects.filter(resident_id=resident_id, item=item, asked_on__gte=found.result.performed_on)
    if not rows.filter(outcome=ExaminationOutcome.REPEATED).exists():
        raise _refusal("E_REPEAT_NOT_ASKED", found)


def _outcome(asked: ExaminationRequest, found: Weighed | None, region_code: str, on: dt.date) -> ExaminationOutcome:
    if found is None or not found.is_recognised:
        return ExaminationOutcome.NEW
    if asked.uses:
        return ExaminationOutcome.USED
    reasons = find_value(REASONS, on, list(organization.schemes_for(region_code, on)))
    if asked.reason not in (reasons.value if reasons else ()):
        raise _refusal("E_REPEAT_UNEXPLAINED", found)
    if asked.reason == OTHER and not asked.note.strip():
        raise misshapen([Fault("note", "E_REPEAT_NOTE")])
    return ExaminationOutcome.REPEATED


def _refusal(code: str, found: Weighed) -> Exception:
    item = rulebook().examinations[found.result.item]
    words = {"item": item.zh, "item_en": item.en, "institution": found.result.institution_name}
    return forbidden(code, performed_on=found.result.performed_on, **words)
