"""Issue an order, or issue it anew while it waits for the pharmacist: judged, kept with all it rests on, audited."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jiayi.foundation.base import events
from jiayi.foundation.base.models import new_id
from jiayi.foundation.base.transactions import one_at_a_time
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.foundation.rulebook import find_value, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.events import PrescriptionIssued
from jiayi.service.prescriptions.faults import STOPS, UNEXPLAINED, forbidden, misshapen, refused, said, wrong
from jiayi.service.prescriptions.models import Prescription, PrescriptionItem, PrescriptionVersion
from jiayi.service.prescriptions.selectors.catalogue import drug_name, presentation_of
from jiayi.service.prescriptions.selectors.judging import Judgement, Prescriber, judge, prescriber_of
from jiayi.service.prescriptions.selectors.reach import prescription_for
from jiayi.service.prescriptions.terms import ConsentKind, OrderRequest, State

from .drafting import finish_draft
from .keeping import keep_until
from .standing import record, require_state, restate

TOPICS, STARTS_WITHIN = "prescription.education_topics", "prescription.starts_within_days"
ISSUING = "prescriptions_issue"  # of one resident one after the other: the second is judged knowing the first
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read for something else
CODE_LENGTH = 12


@transaction.atomic
def issue_prescription(*, by: Viewer, asked: OrderRequest, on: dt.date, at: dt.datetime) -> Prescription:
    """The order, waiting for a pharmacist. Sent twice under one submission id it is issued once.

    NotVisible where the resident is out of reach; BadShape for what is lacking, LawBroken where a rule forbids it.
    """
    resident = people.resident_for(by, asked.resident_id, on=on, permission=permissions.WRITE)
    one_at_a_time(ISSUING, resident.id)
    if known := Prescription.objects.filter(submission_id=asked.submission_id, resident_id=resident.id).first():
        return known
    if by.practitioner_id is None:
        raise forbidden("E_NO_PRACTITIONER")
    prescriber = prescriber_of(by.practitioner_id, on)
    judgement = _judged(asked, resident.region_id, prescriber, on)
    starts_on = asked.starts_on or on
    order = Prescription(
        code="".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
        resident_id=resident.id,
        region_id=resident.region_id,
        team_id=organization.team_of_region(resident.region_id, on),
        agreement_id=judgement.agreement.id,
        institution_id=prescriber.institution_id,
        prescriber_id=prescriber.id,
        prescriber_title=prescriber.title,
        prescriber_level=prescriber.level,
        parent_id=_parent(by, asked),
        issued_on=on,
        submission_id=asked.submission_id,
    )
    _describe(order, asked, judgement, starts_on)
    try:
        with transaction.atomic():
            order.save(force_insert=True)
    except IntegrityError:  # the same submission, at the same moment
        return Prescription.objects.get(submission_id=asked.submission_id, resident_id=resident.id)
    _write(order, asked, judgement, by=by, at=at, note="")
    record(by, "prescriptions.issue", order, drugs=len(asked.items), days=asked.days)
    if asked.draft_id:
        finish_draft(by=by, draft_id=asked.draft_id, order=order, on=on)
    events.publish(PrescriptionIssued(order.id, resident.id, order.team_id, on))
    restate([order], on=on)
    return order


@transaction.atomic
def amend_prescription(
    *, by: Viewer, prescription_id: UUID, version: int, asked: OrderRequest, note: str, on: dt.date, at: dt.datetime
) -> Prescription:
    """Another version of an order that no pharmacist has passed yet; the former stays to be read."""
    order = prescription_for(by, prescription_id, permission=permissions.WRITE, lock=True)
    require_state(order, State.AUDITING, State.QUERIED)
    if order.version != version:
        raise forbidden("E_VERSION")
    if not note.strip():
        raise wrong("E_TEXT_NEEDED", "note")
    prescriber = prescriber_of(by.practitioner_id, on)
    if prescriber.id is None:
        raise forbidden("E_NO_PRACTITIONER")
    one_at_a_time(ISSUING, order.resident_id)
    judgement = _judged(asked, order.region_id, prescriber, on, except_for=order.id)
    order.prescriber_id, order.institution_id = prescriber.id, prescriber.institution_id
    order.prescriber_title, order.prescriber_level = prescriber.title, prescriber.level
    order.state, order.version = State.AUDITING, order.version + 1
    order.issued_on, order.hold_reasons, order.judged_on, order.judged = on, [], None, None  # judged as a whole anew
    _describe(order, asked, judgement, asked.starts_on or on)
    order.save()
    order.items.all().delete()  # nothing was dispensed of them; the former version tells what they were
    _write(order, asked, judgement, by=by, at=at, note=note)
    record(by, "prescriptions.amend", order, version=order.version)
    restate([order], on=on)
    return order


def _judged(
    asked: OrderRequest, region_code: str, prescriber: Prescriber, on: dt.date, except_for: UUID | None = None
) -> Judgement:
    """The judgement of an order that stands; BadShape or LawBroken names everything that does not."""
    _require_shape(asked, on)
    found = judge(asked, region_code=region_code, prescriber=prescriber, on=on, except_for=except_for)
    _require_listed(asked, found.schemes, on)
    words = rulebook().words
    open_ones = [("E_CRITERION_UNANSWERED", code) for code in found.unanswered]
    open_ones += [("E_CRITERION_DIFFERS", code) for code in found.differing]
    if open_ones:
        raise misshapen(
            [
                said(fault, f"criterion.{code}", criterion=words[code].zh, criterion_en=words[code].en)
                for fault, code in open_ones
            ]
        )
    if not found.supply["allowed"]:
        breaches = [one for one in found.supply["reasons"] if one["code"] in found.supply["breaches"]]
        raise refused(breaches[0]["code"], breaches)
    by_key = {one["key"]: one for one in found.check["findings"]}
    if found.check["stops"]:
        raise refused(STOPS, [by_key[key] for key in found.check["stops"]])
    if silent := [key for key in found.unexplained if not asked.reasons.get(key, "").strip()]:
        raise refused(UNEXPLAINED, [by_key[key] | {"field": f"reason.{key}"} for key in silent])
    return found


def _require_shape(asked: OrderRequest, on: dt.date) -> None:
    if not asked.diagnoses:
        raise wrong("E_DIAGNOSIS_NONE", "diagnoses")
    if not asked.items:
        raise wrong("E_ITEMS_NONE", "items")
    for item in asked.items:
        if presentation_of(item.drug, item.form, item.strength) is None:
            raise wrong("E_DRUG_UNKNOWN", "items", drug=f"{item.drug} {item.strength}")
    if asked.starts_on and asked.starts_on < on:
        raise wrong("E_STARTS_BEFORE_ISSUED", "starts_on")
    if asked.papers.consent == ConsentKind.VERBAL and not asked.papers.witness:
        raise wrong("E_WITNESS_NEEDED", "witness")


def _require_listed(asked: OrderRequest, schemes: Sequence[str], on: dt.date) -> None:
    """Topics of education that there are, and a start that is not put off for long."""
    topics, within = find_value(TOPICS, on, schemes), find_value(STARTS_WITHIN, on, schemes)
    for topic in asked.papers.topics:
        if topics and topic not in topics.value:
            raise wrong("E_TOPIC_UNKNOWN", "topics", topic=topic[:40])
    latest = on + dt.timedelta(days=within.value) if within else None
    if asked.starts_on and latest and asked.starts_on > latest:
        raise wrong("E_STARTS_TOO_LATE", "starts_on", latest=latest.isoformat())


def _parent(by: Viewer, asked: OrderRequest) -> UUID | None:
    """The order that this one repeats, which must be the same resident's."""
    if asked.parent_id is None:
        return None
    parent = prescription_for(by, asked.parent_id)
    return parent.id if parent.resident_id == asked.resident_id else None


def _describe(order: Prescription, asked: OrderRequest, judgement: Judgement, starts_on: dt.date) -> None:
    """Write what the order's columns say of its current version."""
    order.is_first, order.face_to_face = judgement.is_first, asked.face_to_face
    order.diagnoses, order.diagnosis_text = list(asked.diagnoses), asked.diagnosis_text
    order.days, order.starts_on = asked.days, starts_on
    order.ends_on = starts_on + dt.timedelta(days=asked.days) - ONE_DAY
    order.consultation_id = judgement.consultation.id if judgement.consultation else None
    order.keep_until = keep_until([item.drug for item in asked.items], order.ends_on, judgement.schemes)
    order.has_consent = asked.papers.consent is not None
    order.opens_on, order.runs_out_on = starts_on, starts_on - ONE_DAY


def _write(
    order: Prescription, asked: OrderRequest, judgement: Judgement, *, by: Viewer, at: dt.datetime, note: str
) -> None:
    """The items, and the version that tells what the order rests on."""
    book = rulebook()
    items = [
        PrescriptionItem(
            id=new_id(),
            prescription=order,
            position=position,
            drug=item.drug,
            name=drug_name(item.drug, "zh-hans"),
            form=item.form,
            strength=item.strength,
            units_per_dose=item.units_per_dose,
            frequency=item.frequency,
            route=item.route,
            total=total,
            note=item.note,
            for_chronic_infection=item.for_chronic_infection,
        )
        for position, (item, total) in enumerate(zip(asked.items, judgement.totals, strict=True), start=1)
    ]
    PrescriptionItem.objects.bulk_create(items)
    PrescriptionVersion.objects.create(
        prescription=order,
        number=order.version,
        content=_content(asked, judgement, order),
        criteria=_criteria(judgement),
        papers=asdict(asked.papers),
        findings=[one | {"reason": asked.reasons.get(one["key"], "")} for one in judgement.check["findings"]],
        outcome=judgement.supply,
        schemes=list(judgement.schemes),
        rulebook_version=book.version,
        note=note,
        entered_by=by.actor_id,
        entered_by_name=by.actor_name[:60],
        entered_at=at,
    )


def _content(asked: OrderRequest, judgement: Judgement, order: Prescription) -> dict[str, Any]:
    items = [
        asdict(item) | {"units_per_dose": str(item.units_per_dose), "total": total}
        for item, total in zip(asked.items, judgement.totals, strict=True)
    ]
    return {
        "days": asked.days,
        "starts_on": order.starts_on.isoformat(),
        "diagnoses": list(asked.diagnoses),
        "diagnosis_text": asked.diagnosis_text,
        "items": items,
        "allergies": judgement.background.allergies,
        "pregnant": judgement.background.pregnant,
        "egfr": judgement.background.egfr,
        "egfr_on": judgement.background.egfr_on.isoformat() if judgement.background.egfr_on else None,
    }


def _criteria(judgement: Judgement) -> list[dict[str, Any]]:
    return [
        one.as_dict() | {"answer": judgement.answers[code].holds, "note": judgement.answers[code].note}
        for code, one in judgement.known.items()
    ]
