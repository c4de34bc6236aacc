"""Write, count anew and publish a community diagnosis; a published version stays as it is."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.surfaces.workstation.models import CommunityReport
from jiayi.surfaces.workstation.permissions import COMMUNITY_WRITE
from jiayi.surfaces.workstation.selectors import community_numbers, community_report_for
from jiayi.surfaces.workstation.terms import ReportState

TEXTS = ("scope", "survey", "problems", "interventions")


@transaction.atomic
def draft_report(*, by: Viewer, region_code: str, on: dt.date) -> CommunityReport:
    """The draft of a region and this year: the one that is there, or one with the numbers of the day.

    It begins with the words of the version before. NotVisible for a region that the viewer does not write for.
    """
    if not by.scope(COMMUNITY_WRITE).holds_region(region_code):
        raise NotVisible
    rows = CommunityReport.objects.filter(region_id=region_code, year=on.year).select_for_update(of=("self",))
    former = rows.order_by("-version").first()
    if former and former.state == ReportState.DRAFT:
        return former
    before = former or CommunityReport.objects.filter(region_id=region_code).order_by("-year", "-version").first()
    report = CommunityReport(region_id=region_code, year=on.year, version=former.version + 1 if former else 1)
    for name in TEXTS:
        setattr(report, name, getattr(before, name) if before else "")
    _count(report, by, on)
    report.save(force_insert=True)
    _record(by, "workstation.draft_report", report)
    return report


@transaction.atomic
def write_report(
    *, by: Viewer, report_id: UUID, texts: Mapping[str, str], recount: bool, on: dt.date
) -> CommunityReport:
    """Keep the words of a draft, and count anew where asked; LawBroken for a version that is published."""
    report = _draft(by, report_id)
    for name in TEXTS:
        setattr(report, name, texts.get(name, "").strip())
    if recount:
        _count(report, by, on)
    report.written_by, report.written_by_name = by.actor_id, by.actor_name[:60]
    report.save()
    _record(by, "workstation.write_report", report)
    return report


@transaction.atomic
def publish_report(*, by: Viewer, report_id: UUID, on: dt.date) -> CommunityReport:
    """Let a draft stand for its year; the version before is replaced. BadShape while a part is not written."""
    report = _draft(by, report_id)
    if not all(getattr(report, name) for name in ("scope", "problems", "interventions")):
        raise BadShape("E_REPORT_UNWRITTEN", _("请先写好范围、主要健康问题和干预措施。"))
    former = CommunityReport.objects.filter(region_id=report.region_id, year=report.year, state=ReportState.PUBLISHED)
    former.update(state=ReportState.REPLACED)
    report.state, report.published_on = ReportState.PUBLISHED, on
    report.save()
    _record(by, "workstation.publish_report", report)
    return report


def _draft(by: Viewer, report_id: UUID) -> CommunityReport:
    community_report_for(by, report_id, to_write=True)
    report = CommunityReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    if report.state != ReportState.DRAFT:
        raise LawBroken("E_REPORT_PUBLISHED", _("已经发布的版本不能再改，请起草新版本。"))
    return report


def _count(report: CommunityReport, by: Viewer, on: dt.date) -> None:
    report.numbers, report.as_of = community_numbers(by, report.region_id, on=on), on
    report.written_by, report.written_by_name = by.actor_id, by.actor_name[:60]


def _record(by: Viewer, act: str, report: CommunityReport) -> None:
    details = {"region": report.region_id, "year": report.year, "version": report.version}
    audit.record(by=by, act=act, subject_kind="community_report", subject_ids=[report.id], details=details)
