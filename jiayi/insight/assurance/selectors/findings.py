"""Findings within reach, their evidence, and how many there are of whom."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView
from jiayi.insight.assurance import permissions
from jiayi.insight.assurance.models import Evidence, Finding
from jiayi.insight.assurance.terms import FindingState
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import selectors as agreements
from jiayi.service.care import selectors as care


def may_see_findings(viewer: Viewer) -> bool:
    """Whether there can be a finding for this viewer: of a place they look after, or about themselves."""
    return viewer.can(permissions.READ) or viewer.can(permissions.ANSWER)


def findings(viewer: Viewer) -> QuerySet[Finding]:
    """Findings of the viewer's places, and those about the viewer or a team of theirs; the gravest first."""
    reach = permissions.within(viewer.scope(permissions.READ))
    found = Finding.objects.filter(reach | _about(viewer)) if may_see_findings(viewer) else Finding.objects.none()
    found = found.exclude(state=FindingState.WITHDRAWN)
    return found.select_related("practitioner", "team", "institution", "region").order_by("-score", "id")


def finding_for(viewer: Viewer, finding_id: UUID) -> Finding:
    """One finding; NotVisible out of reach."""
    found = findings(viewer).filter(pk=finding_id).first()
    if found is None:
        raise NotVisible
    return found


def concerns(viewer: Viewer, finding: Finding) -> bool:
    """Whether the viewer is whom the finding is about, or of the team that it is about."""
    if viewer.practitioner_id is None:
        return False
    if finding.practitioner_id:
        return finding.practitioner_id == viewer.practitioner_id
    return finding.team_id in organization.teams_of_practitioner(viewer.practitioner_id)


@dataclass(frozen=True)
class Accountability:
    """What people report of teams in a region, and what may follow from it."""

    kinds: tuple[str, ...]
    measures: tuple[str, ...]


def accountability(region_code: str, on: dt.date) -> Accountability:
    """By the schemes of the region ("" for the country's) on a day."""
    view = RulebookView(on, list(organization.schemes_for(region_code, on)))
    kinds, measures = view.united("accountability.kinds"), view.united("accountability.measures")
    return Accountability(tuple(map(str, kinds)), tuple(map(str, measures)))


def _about(viewer: Viewer) -> Q:
    if viewer.practitioner_id is None or not viewer.can(permissions.ANSWER):
        return Q(pk__in=())
    teams = organization.teams_of_practitioner(viewer.practitioner_id)
    return Q(practitioner_id=viewer.practitioner_id) | Q(practitioner=None, team_id__in=teams)


def evidence(finding: Finding) -> QuerySet[Evidence]:
    """The cases kept with a finding that the caller was shown, the latest first, with their residents."""
    return finding.evidence.select_related("resident").order_by("-on", "-id")


def things_in_reach(viewer: Viewer, rows: Collection[Evidence]) -> set[UUID]:
    """Those of the cases whose record or agreement the viewer may open. Two queries."""
    found: set[UUID] = set()
    of_kind = {kind: [row.thing_id for row in rows if row.kind == kind] for kind in ("record", "agreement")}
    if of_kind["record"]:
        found |= care.visible_record_ids(viewer, of_kind["record"])
    if of_kind["agreement"]:
        found |= set(agreements.visible(viewer).filter(pk__in=of_kind["agreement"]).values_list("pk", flat=True))
    return found


def tally(viewer: Viewer) -> QuerySet:
    """By team and practitioner: how many findings stand where, and the highest score of those not judged yet."""
    if not viewer.can(permissions.READ):
        raise NotVisible
    states = {state.value: Count("id", filter=Q(state=state)) for state in FindingState}
    found = Finding.objects.filter(permissions.within(viewer.scope(permissions.READ)))
    found = found.exclude(state=FindingState.WITHDRAWN).order_by()
    rows = found.values(
        "practitioner_id", "practitioner__name", "team_id", "team__name", "institution__name", "region__name"
    )
    return rows.annotate(
        **states,
        number=Count("id"),
        highest=Max("score", filter=Q(state__in=(FindingState.OPEN, FindingState.UNDER_REVIEW))),
    )


def counts_by_detector(viewer: Viewer) -> dict[str, int]:
    """How many findings are not judged yet, by detector."""
    rows = findings(viewer).filter(state__in=(FindingState.OPEN, FindingState.UNDER_REVIEW)).order_by()
    return dict(rows.values_list("detector").annotate(Count("id")))
