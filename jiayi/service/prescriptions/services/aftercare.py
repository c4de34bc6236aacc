"""Tell of the policy, report reactions, look at the medicine box."""

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import SystemViewer, Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions import permissions
from jiayi.service.prescriptions.faults import forbidden, wrong
from jiayi.service.prescriptions.models import AdverseReaction, BoxCheck, PolicyNotice, ServiceOpening
from jiayi.service.prescriptions.selectors.aftercare import box_of, offering_institutions, reaction_for
from jiayi.service.prescriptions.selectors.catalogue import drug_name
from jiayi.service.prescriptions.selectors.reach import prescription_for
from jiayi.service.prescriptions.terms import (
    BoxFinding,
    BoxProblem,
    Measure,
    NoticeWay,
    ReactionOutcome,
    ReactionReport,
    Severity,
)

from .triggering import act_on

HOLDS_FROM = "prescription.reaction_holds"
MOST_TOLD = 2_000


@transaction.atomic
def tell_policy(
    *, by: Viewer, resident_ids: Collection[UUID], way: str, told_on: dt.date, note: str = "", on: dt.date
) -> int:
    """Note that these residents were told of long-term prescriptions; how many are new. Who is out of reach is not."""
    if way not in set(NoticeWay):
        raise wrong("E_NOTICE_WAY", "way")
    if told_on > on:
        raise wrong("E_FUTURE_DAY", "told_on")
    if len(resident_ids) > MOST_TOLD:
        raise wrong("E_NOTICE_TOO_MANY", limit=MOST_TOLD)
    reach = people.listed(by, on, permissions.TELL, key="pk")
    residents = people.residents(SystemViewer()).filter(reach, pk__in=list(resident_ids))
    told = set(PolicyNotice.objects.filter(resident__in=list(resident_ids)).values_list("resident_id", flat=True))
    made = PolicyNotice.objects.bulk_create(
        [
            PolicyNotice(
                resident_id=one.pk,
                region_id=one.region_id,
                told_on=told_on,
                way=way,
                note=note[:200],
                by_id=by.actor_id,
                by_name=by.actor_name[:60],
            )
            for one in residents
            if one.pk not in told
        ],
        ignore_conflicts=True,
    )
    ids = [one.resident_id for one in made]
    if ids:
        audit.record(
            by=by, act="prescriptions.tell_policy", subject_kind="policy_notice", resident_ids=ids, details={"way": way}
        )
    return len(ids)


@transaction.atomic
def open_service(*, by: Viewer, institution_id: UUID, opened_on: dt.date, note: str, on: dt.date) -> ServiceOpening:
    """The institution offers long-term prescriptions from this day on."""
    if not offering_institutions(by, permissions.OPEN_SERVICE).filter(pk=institution_id).exists():
        raise NotVisible
    if opened_on > on:
        raise wrong("E_FUTURE_DAY", "opened_on")
    found, _ = ServiceOpening.objects.update_or_create(
        institution_id=institution_id,
        defaults={"opened_on": opened_on, "note": note[:200], "by_name": by.actor_name[:60]},
    )
    audit.record(by=by, act="prescriptions.open_service", subject_kind="institution", subject_ids=[institution_id])
    return found


@transaction.atomic
def report_reaction(*, by: Viewer, report: ReactionReport, on: dt.date) -> AdverseReaction:
    """Enter a reaction; one that is bad enough puts the resident's orders on hold. Sent twice it is entered once."""
    resident = people.resident_for(by, report.resident_id, on=on, permission=permissions.REPORT)
    if known := AdverseReaction.objects.filter(submission_id=report.submission_id, resident_id=resident.id).first():
        return known
    _require(report, on)
    order = prescription_for(by, report.prescription_id) if report.prescription_id else None
    if order and order.resident_id != resident.id:
        raise NotVisible
    made = AdverseReaction.objects.create(
        resident_id=resident.id,
        region_id=resident.region_id,
        prescription=order,
        drug=report.drug,
        drug_name=drug_name(report.drug, "zh-hans"),
        lot_number=report.lot_number[:40],
        began_on=report.began_on,
        severity=report.severity,
        description=report.description.strip(),
        measures=report.measures,
        outcome=report.outcome,
        reported_on=on,
        by_id=by.actor_id,
        by_name=by.actor_name[:60],
        submission_id=report.submission_id,
    )
    _record(by, "prescriptions.report_reaction", made)
    holds = find_value(HOLDS_FROM, on, organization.schemes_for(resident.region_id, on))
    if holds and report.severity in holds.value:
        found, region = ["adverse_reaction"], resident.region_id
        act_on(found, by=by, resident_id=resident.id, region_code=region, on=on, note=made.drug_name)
    return made


@transaction.atomic
def send_reaction(*, by: Viewer, reaction_id: UUID, number: str, sent_on: dt.date, on: dt.date) -> AdverseReaction:
    """It went to the monitoring authority, under its number."""
    row = reaction_for(by, reaction_id, lock=True)
    if row.sent_on is not None:
        raise forbidden("E_REACTION_SENT")
    if not number.strip():
        raise wrong("E_TEXT_NEEDED", "number")
    if sent_on > on or sent_on < row.reported_on:
        raise wrong("E_FUTURE_DAY", "sent_on")
    row.sent_on, row.report_number = sent_on, number.strip()[:40]
    row.save()
    _record(by, "prescriptions.send_reaction", row)
    return row


@transaction.atomic
def check_box(
    *,
    by: Viewer,
    household_id: UUID,
    findings: Sequence[BoxFinding],
    advice: str,
    submission_id: UUID,
    on: dt.date,
) -> BoxCheck:
    """What was counted and found of each medicine of the household; sent twice it is kept once."""
    if known := BoxCheck.objects.filter(submission_id=submission_id, household_id=household_id).first():
        return known
    if not by.can(permissions.REPORT):
        raise NotVisible
    box = {one.item.id: one for one in box_of(by, household_id, on=on)}
    if any(one.item_id not in box for one in findings):
        raise NotVisible
    if any(set(one.problems) - set(BoxProblem) or (one.left or 0) < 0 for one in findings):
        raise wrong("E_BOX_FINDING")
    kept = [
        {
            "item": str(one.item_id),
            "name": box[one.item_id].item.name,
            "resident": str(box[one.item_id].resident_id),
            "left": one.left,
            "expected": box[one.item_id].expected_left,
            "problems": list(one.problems),
            "note": one.note[:100],
        }
        for one in findings
    ]
    made = BoxCheck.objects.create(
        household_id=household_id,
        checked_on=on,
        findings=kept,
        advice=advice.strip()[:400],
        by_id=by.actor_id,
        by_name=by.actor_name[:60],
        submission_id=submission_id,
    )
    audit.record(
        by=by,
        act="prescriptions.check_box",
        subject_kind="household",
        subject_ids=[household_id],
        resident_ids=sorted({one.resident_id for one in box.values()}),
    )
    return made


def _require(report: ReactionReport, on: dt.date) -> None:
    codes = {"severity": Severity, "measures": Measure, "outcome": ReactionOutcome}
    for field, known in codes.items():
        if getattr(report, field) not in set(known):
            raise wrong("E_REACTION_INCOMPLETE", field)
    if not report.description.strip() or not report.drug:
        raise wrong("E_REACTION_INCOMPLETE", "description")
    if report.began_on > on:
        raise wrong("E_FUTURE_DAY", "began_on")


def _record(by: Viewer, act: str, row: AdverseReaction) -> None:
    audit.record(by=by, act=act, subject_kind="adverse_reaction", subject_ids=[row.id], resident_ids=[row.resident_id])
