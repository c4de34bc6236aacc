"""Assessments, scores and settlements as a viewer may see them, and what the ledger says."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Scope, Viewer
from jiayi.insight.indicators import selectors as indicators
from jiayi.registry.organization import selectors as organization

from .models import (
    Assessment,
    Circular,
    MemberScore,
    MemberShare,
    Objection,
    Posting,
    ServiceClaim,
    Settlement,
    TeamScore,
)
from .permissions import MONEY_READ, READ, WRITE
from .terms import AssessmentState, CircularState, SettlementState

MOST, SIGNED = 200, "coverage-all"


def assessments(viewer: Viewer) -> QuerySet[Assessment]:
    """Assessments of counties within reach, or with a team within it; drafts for those alone who write them."""
    scope = viewer.scope(READ)
    own = TeamScore.objects.filter(_teams(scope)).values("assessment_id")
    found = Assessment.objects.select_related("county").filter(_counties(scope) | Q(pk__in=own))
    if not viewer.can(WRITE):
        found = found.exclude(state=AssessmentState.DRAFT)
    return found.order_by("-period", "county", "scoring")


def assessment_for(viewer: Viewer, assessment_id: UUID) -> Assessment:
    """One assessment; NotVisible out of reach."""
    found = assessments(viewer).filter(id=assessment_id).first()
    if found is None:
        raise NotVisible
    return found


def scores(viewer: Viewer, assessment: Assessment) -> list[TeamScore]:
    """The scores within reach, the best first."""
    scope = viewer.scope(READ)
    rows = TeamScore.objects.filter(assessment=assessment).select_related("team__institution", "assessment__county")
    if not scope.holds_region(assessment.county_id):
        rows = rows.filter(_teams(scope))
    return sorted(rows, key=lambda one: (-(one.final or 0), one.team.name))


def score_for(viewer: Viewer, score_id: UUID) -> TeamScore:
    """One team's score with its assessment; NotVisible out of reach."""
    found = TeamScore.objects.select_related("assessment__county", "team__institution").filter(id=score_id).first()
    if found is None:
        raise NotVisible
    assessment = assessment_for(viewer, found.assessment_id)
    scope = viewer.scope(READ)
    reaches = found.team_id in scope.team_ids or found.team.institution_id in scope.institution_ids
    if not (reaches or scope.holds_region(assessment.county_id)):
        raise NotVisible
    return found


def member_score_for(viewer: Viewer, score_id: UUID) -> MemberScore:
    """One's own score, or that of a member whose money one may see; NotVisible out of reach."""
    known = MemberScore.objects.select_related("practitioner", "team_score__team", "team_score__assessment__county")
    found = known.filter(id=score_id).first()
    if found is None:
        raise NotVisible
    team = score_for(viewer, found.team_score_id)
    if not member_scores(viewer, team).filter(pk=found.pk).exists():
        raise NotVisible
    return found


def member_scores(viewer: Viewer, score: TeamScore) -> QuerySet[MemberScore]:
    """The members of a team's score that the viewer may see, the best first; the caller has found the score."""
    rows = score.members.select_related("practitioner").order_by("-final", "-units", "id")
    return rows if viewer.can(MONEY_READ) else rows.filter(practitioner=viewer.practitioner_id)


def shares_of(viewer: Viewer, score: MemberScore, *, on: date) -> QuerySet[MemberShare]:
    """What was paid by a member's score: one's own, or of the settlements within reach."""
    rows = MemberShare.objects.filter(member_score=score).select_related("settlement").order_by("created_at")
    if score.practitioner_id == viewer.practitioner_id:
        return rows
    return rows.filter(settlement__in=settlements(viewer, on=on).order_by().values("pk"))


def circulars(viewer: Viewer) -> QuerySet[Circular]:
    """Circulars of the assessments within reach; drafts for those alone who write them. The latest first."""
    found = Circular.objects.filter(assessment__in=assessments(viewer).order_by()).select_related("assessment__county")
    if not viewer.can(WRITE):
        found = found.filter(state=CircularState.ISSUED)
    return found.order_by("-assessment__period", "id")


def circular_for(viewer: Viewer, circular_id: UUID) -> Circular:
    """One of them; NotVisible out of reach."""
    found = circulars(viewer).filter(id=circular_id).first()
    if found is None:
        raise NotVisible
    return found


def objection_for(viewer: Viewer, objection_id: UUID) -> Objection:
    """One objection to a score within reach."""
    found = Objection.objects.filter(id=objection_id).first()
    if found is None:
        raise NotVisible
    score_for(viewer, found.score_id)
    return found


def published() -> list[TeamScore]:
    """The final scores of the latest month of each county, for everybody (S2.9-07)."""
    latest: dict[str, Assessment] = {}
    for one in Assessment.objects.filter(state=AssessmentState.FINAL).order_by("period"):
        latest[one.county_id] = one
    rows = TeamScore.objects.filter(assessment__in=latest.values()).select_related(
        "team__institution", "assessment__county"
    )
    return sorted(rows, key=lambda one: (one.assessment.county_id, -(one.final or 0), one.team.name))[:MOST]


def settlements(viewer: Viewer, *, on: date) -> QuerySet[Settlement]:
    """Settlements of counties within reach; of others those that are approved and hold a team of the viewer's."""
    scope = viewer.scope(MONEY_READ)
    teams = [str(team) for team, _name in organization.teams_of_scope(viewer, scope, on=on)]
    own = Q(state=SettlementState.APPROVED, amounts__has_any_keys=teams) if teams else Q(pk__in=[])
    found = Settlement.objects.select_related("county").filter(_counties(scope) | own)
    return found.order_by("-year", "county", "-quarter", "kind")


def settlement_for(viewer: Viewer, settlement_id: UUID, *, on: date) -> Settlement:
    """One settlement; NotVisible out of reach."""
    found = settlements(viewer, on=on).filter(id=settlement_id).first()
    if found is None:
        raise NotVisible
    return found


def teams_of(viewer: Viewer, settlement: Settlement, institutions: dict[str, UUID]) -> list[str]:
    """The teams of a settlement that the viewer may see, by the institution of each."""
    scope = viewer.scope(MONEY_READ)
    if scope.holds_region(settlement.county_id):
        return sorted(settlement.amounts)
    return [
        team
        for team in sorted(settlement.amounts)
        if UUID(team) in scope.team_ids or institutions.get(team) in scope.institution_ids
    ]


def claims(viewer: Viewer, county: str) -> list[dict[str, Any]]:
    """By month, item and fund the persons a county's teams are paid for: each once, whatever the fund (S2.6-15)."""
    if not viewer.scope(MONEY_READ).holds_region(county):
        raise NotVisible
    rows = ServiceClaim.objects.filter(team__institution__region__code__startswith=county)
    found = rows.values("period", "item", "fund").annotate(persons=Count("id"), teams=Count("team", distinct=True))
    return list(found.order_by("-period", "item", "fund")[:MOST])


def balances(viewer: Viewer, county: str, year: int) -> list[dict[str, Any]]:
    """By account what it received (above zero) or gave in the year; together nothing."""
    if not viewer.scope(MONEY_READ).holds_region(county):
        raise NotVisible
    rows = Posting.objects.filter(journal__settlement__county_id=county, journal__settlement__year=year)
    return list(rows.values("account").annotate(total=Sum("amount_fen")).order_by("account"))


def signed_by_team(viewer: Viewer, county: str) -> dict[str, int]:
    """Signed persons by team: of the county's latest closed month, else of its newest facts."""
    close = indicators.closes(viewer).filter(county=county).first()
    if close is not None:
        return {team: count for team, count in signed_at(close).items() if count}
    periods = indicators.periods_of(county)
    found = indicators.evaluate(periods[0], [SIGNED], ["team"]) if periods else {}
    return {team: rate.numerator for (_code, _level, team), rate in found.items() if rate.numerator}


def signed_at(close: Any) -> dict[str, int]:
    """Signed persons by team at a closed month that the caller has found."""
    rates = indicators.closed_rates(close, "team")
    return {team: int(rate.numerator) for (code, team), rate in sorted(rates.items()) if code == SIGNED}


def _counties(scope: Scope) -> Q:
    if scope.everything:
        return Q()
    found = Q(pk__in=[])
    for prefix in scope.region_prefixes:
        found |= Q(county__code__startswith=prefix)
    return found


def _teams(scope: Scope) -> Q:
    return Q(team_id__in=scope.team_ids) | Q(team__institution_id__in=scope.institution_ids)
