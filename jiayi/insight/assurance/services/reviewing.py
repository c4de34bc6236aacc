"""Look into a finding: one person takes it, hears whom it concerns, and judges. Nothing follows by itself."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.insight.assurance import permissions
from jiayi.insight.assurance.models import Finding
from jiayi.insight.assurance.selectors.findings import accountability, concerns, finding_for
from jiayi.insight.assurance.terms import CONCLUSIONS, FindingState

LONGEST = 1000


@retrying_atomic
def take_finding(*, by: Viewer, finding_id: UUID, at: dt.datetime) -> Finding:
    """Take an open finding for review. Of many at once one gets it; taking one's own again changes nothing."""
    finding = _for_review(by, finding_id)
    if finding.state == FindingState.UNDER_REVIEW and finding.taken_by == by.actor_id:
        return finding
    if finding.state == FindingState.UNDER_REVIEW:
        raise broken("B_FINDING_TAKEN", name=finding.taken_by_name)
    _refuse_closed(finding)
    finding.state, finding.taken_at = FindingState.UNDER_REVIEW, at
    finding.taken_by, finding.taken_by_name = by.actor_id, by.actor_name[:60]
    return _saved(by, finding, "take_finding")


@retrying_atomic
def release_finding(*, by: Viewer, finding_id: UUID) -> Finding:
    """Give a finding back that one has taken: it is open again, and the next run of the detector restates it."""
    finding = _taken(by, finding_id)
    finding.state, finding.taken_at, finding.taken_by, finding.taken_by_name = FindingState.OPEN, None, None, ""
    return _saved(by, finding, "release_finding")


@retrying_atomic
def conclude_finding(
    *, by: Viewer, finding_id: UUID, conclusion: str, note: str, at: dt.datetime, measure: str = ""
) -> Finding:
    """Judge a finding that one has taken: explained, confirmed or dismissed, with the reason; of what a person reported
    and is confirmed, which measure follows. The same sent twice is one judgement."""
    finding = _for_review(by, finding_id)
    is_same = finding.state == conclusion and finding.conclusion_note == note.strip()
    if is_same and finding.taken_by == by.actor_id:
        return finding
    _refuse_closed(finding)
    _refuse_untaken(by, finding)
    if conclusion not in CONCLUSIONS:
        raise misshapen("E_FINDING_CONCLUSION", "conclusion")
    if not note.strip():
        raise misshapen("E_FINDING_REASON", "note")
    finding.measure = _measure(finding, conclusion, measure, at)
    finding.state, finding.conclusion_note, finding.concluded_at = conclusion, note.strip()[:LONGEST], at
    return _saved(by, finding, "conclude_finding", conclusion=str(conclusion), measure=finding.measure)


@retrying_atomic
def answer_finding(*, by: Viewer, finding_id: UUID, answer: str, at: dt.datetime) -> Finding:
    """Whom it concerns says what happened, as long as it is not judged; the latest answer stands, all are on record."""
    finding = _locked(by, finding_id)
    if not by.can(permissions.ANSWER) or not concerns(by, finding):
        raise NotVisible
    _refuse_closed(finding)
    if not answer.strip():
        raise misshapen("E_ANSWER_EMPTY", "answer")
    before = finding.answer
    finding.answer, finding.answered_at = answer.strip()[:LONGEST], at
    finding.answered_by_name = by.actor_name[:60]
    return _saved(by, finding, "answer_finding", before=before, answer=finding.answer)


def _measure(finding: Finding, conclusion: str, measure: str, at: dt.datetime) -> str:
    """What follows: of a confirmed report one of the listed measures, of anything else nothing."""
    if not finding.statement or conclusion != FindingState.CONFIRMED:
        return ""
    if measure not in accountability(finding.region_id, localdate(at)).measures:
        raise misshapen("E_FINDING_MEASURE", "measure")
    return measure


def _for_review(by: Viewer, finding_id: UUID) -> Finding:
    finding = _locked(by, finding_id)
    permissions.require(by, permissions.REVIEW, finding)
    if concerns(by, finding):
        raise broken("B_FINDING_OWN")
    if finding.reported_by is not None and finding.reported_by == by.actor_id:
        raise broken("B_FINDING_OWN_REPORT")
    return finding


def _taken(by: Viewer, finding_id: UUID) -> Finding:
    finding = _for_review(by, finding_id)
    _refuse_closed(finding)
    _refuse_untaken(by, finding)
    return finding


def _locked(by: Viewer, finding_id: UUID) -> Finding:
    """The finding as the latest act left it: the row is locked before it is read."""
    lock_finding(finding_id)
    return finding_for(by, finding_id)


def lock_finding(finding_id: UUID) -> None:
    """Hold the finding's row until the transaction ends."""
    Finding.objects.select_for_update().filter(pk=finding_id).values_list("pk").first()


def _refuse_closed(finding: Finding) -> None:
    if finding.state in CONCLUSIONS:
        raise broken("B_FINDING_CLOSED")


def _refuse_untaken(by: Viewer, finding: Finding) -> None:
    if finding.state != FindingState.UNDER_REVIEW:
        raise broken("B_FINDING_NOT_TAKEN")
    if finding.taken_by != by.actor_id:
        raise broken("B_FINDING_TAKEN", name=finding.taken_by_name)


def _saved(by: Viewer, finding: Finding, act: str, **details: Any) -> Finding:
    finding.save()
    told = {"detector": finding.detector, **details}
    audit.record(by=by, act=f"assurance.{act}", subject_kind="suspicion", subject_ids=[finding.id], details=told)
    return finding
