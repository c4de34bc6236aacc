"""Report what a person saw of a team: work for show only, breaches of the rules (S2.9-08)."""

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import add_years
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.insight.assurance import permissions
from jiayi.insight.assurance.models import Finding
from jiayi.insight.assurance.selectors.findings import accountability, concerns
from jiayi.registry.organization import selectors as organization

LONGEST = 1000
GRAVE = 100  # a person looked: nothing is counted


@retrying_atomic
def report_finding(*, by: Viewer, team_id: UUID, kind: str, statement: str, seen_on: dt.date, on: dt.date) -> Finding:
    """Open a finding about a team; somebody else takes, hears and judges it as any other. One a kind and team at a
    time: LawBroken with B_FINDING_REPORTED while another waits."""
    place = organization.places_of_teams({team_id}).get(team_id)
    if place is None:
        raise NotVisible
    finding = Finding(detector=kind, team_id=team_id, institution_id=place[0], region_id=place[1])
    permissions.require(by, permissions.REVIEW, finding)
    if concerns(by, finding):
        raise broken("B_FINDING_OWN")
    _judge(finding, statement, seen_on, on)
    finding.statement, finding.opened_on = statement.strip()[:LONGEST], on
    finding.reported_by, finding.reported_by_name = by.actor_id, by.actor_name[:60]
    finding.since_on = finding.until_on = seen_on
    finding.hits = finding.total = 1
    finding.score, finding.rulebook_version = GRAVE, rulebook().version
    try:
        with transaction.atomic():
            finding.save(force_insert=True)
    except IntegrityError as error:
        if "finding_once_a_team" not in str(error):
            raise
        raise broken("B_FINDING_REPORTED") from error
    told = {"kind": kind, "team": str(team_id)}
    audit.record(
        by=by, act="assurance.report_finding", subject_kind="suspicion", subject_ids=[finding.id], details=told
    )
    return finding


def _judge(finding: Finding, statement: str, seen_on: dt.date, on: dt.date) -> None:
    if finding.detector not in accountability(finding.region_id, on).kinds:
        raise misshapen("E_REPORT_KIND", "kind")
    if not add_years(on, -1) <= seen_on <= on:
        raise misshapen("E_REPORT_DAY", "seen_on")
    if not statement.strip():
        raise misshapen("E_REPORT_STATEMENT", "statement")
