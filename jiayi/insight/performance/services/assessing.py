"""Score teams from a closed month: every point from a measure with its numbers, or entered with evidence."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook, value_on
from jiayi.foundation.rulebook.schema import Scoring
from jiayi.foundation.ui.refusals import broken
from jiayi.insight.indicators import selectors as indicators
from jiayi.insight.performance.models import Assessment, TeamScore
from jiayi.insight.performance.permissions import WRITE
from jiayi.insight.performance.terms import DIMENSIONS, AssessmentState, Entered, ObjectionState
from jiayi.registry.organization import selectors as organization

from .judging import judge, measures_of
from .persons import add_members, judge_members
from .work import lines_of_team, work_of_year

CAP, WINDOW = "performance.entered_cap", "performance.objection_days"
AUTHENTICITY = "authenticity"  # rulebook/indicators


@transaction.atomic
def assess(*, by: Viewer, close: Any, scoring: str) -> Assessment:
    """Score the teams of a close (indicators' PeriodClose). E_ASSESSMENT_THERE when it was done before."""
    _require(by, close.county_id)
    entry = rulebook().scoring.get(scoring)
    if entry is None:
        raise NotVisible
    schemes = organization.schemes_for(close.county_id, close.as_of)
    made, is_new = Assessment.objects.get_or_create(
        county_id=close.county_id,
        period=close.period,
        scoring=scoring,
        defaults={
            "close_id": close.id,
            "close_digest": close.digest,
            "schemes": list(schemes),
            "rulebook_version": rulebook().version,
        },
    )
    if not is_new:
        raise broken("E_ASSESSMENT_THERE")
    _score_teams(made, entry, close, schemes)
    _record(by, "assess", made, {"scoring": scoring, "teams": made.scores.count()})
    return made


@transaction.atomic
def enter_points(*, by: Viewer, assessment: Assessment, entered: Entered) -> TeamScore:
    """Add to a team's score what no indicator says, with evidence; capped. E_ASSESSMENT_FINAL, E_EVIDENCE_MISSING."""
    _require(by, assessment.county_id)
    locked = _locked(assessment)
    if locked.state == AssessmentState.FINAL:
        raise broken("E_ASSESSMENT_FINAL")
    if not entered.evidence.strip():
        raise broken("E_EVIDENCE_MISSING")
    score = TeamScore.objects.select_for_update(no_key=True).filter(assessment=locked, team_id=entered.team_id).first()
    if score is None:
        raise NotVisible
    on = last_day(locked)
    cap = float(value_on(CAP, on, locked.schemes))
    score.entered = {name: min(points, cap) for name, points in entered.points.items() if name in DIMENSIONS}
    score.verified_share, score.evidence = entered.verified_share, entered.evidence.strip()
    _rejudge(score, on, locked.schemes)
    details = {"team": str(entered.team_id), "entered": score.entered, "share": score.verified_share}
    _record(by, "enter_points", locked, details | {"evidence": score.evidence})
    return score


@transaction.atomic
def open_assessment(*, by: Viewer, assessment: Assessment, on: date) -> Assessment:
    """Show the scores to the teams, who may object until a day. E_SCORES_WAIT while a team has no final score."""
    _require(by, assessment.county_id)
    locked = _locked(assessment)
    if locked.state != AssessmentState.DRAFT:
        raise broken("E_ASSESSMENT_OPEN")
    if locked.scores.filter(final=None).exists():
        raise broken("E_SCORES_WAIT")
    locked.state = AssessmentState.OPEN
    locked.objections_until = on + timedelta(days=int(value_on(WINDOW, on, locked.schemes)))
    locked.save()
    _record(by, "open_assessment", locked, {"until": locked.objections_until.isoformat()})
    return locked


@transaction.atomic
def finish_assessment(*, by: Viewer, assessment: Assessment, on: date) -> Assessment:
    """Make the scores final. E_OBJECTIONS_OPEN before the window is over or while an objection waits."""
    _require(by, assessment.county_id)
    locked = _locked(assessment)
    if locked.state != AssessmentState.OPEN or locked.objections_until is None:
        raise broken("E_OBJECTIONS_OPEN")
    waits = TeamScore.objects.filter(assessment=locked, objections__state=ObjectionState.WAITING).exists()
    if waits or on <= locked.objections_until:
        raise broken("E_OBJECTIONS_OPEN")
    locked.state, locked.final_on = AssessmentState.FINAL, on
    locked.save()
    _record(by, "finish_assessment", locked, {})
    return locked


def last_day(assessment: Assessment) -> date:
    """The last day of the assessed month."""
    first = date.fromisoformat(f"{assessment.period}-01")
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _score_teams(made: Assessment, entry: Scoring, close: Any, schemes: Any) -> None:
    rates = _by_place(indicators.closed_rates(close, "team"))
    of_persons = _by_place(indicators.closed_rates(close, "doctor"))
    teams = organization.team_facts_of([UUID(one) for one in rates], close.as_of)
    work = work_of_year(sorted(rates), close.as_of, schemes)
    for team, own in sorted(rates.items()):
        lines = lines_of_team(work, team)
        score = TeamScore(assessment=made, team_id=team, measures=measures_of(entry, own), unit_lines=lines)
        _verify(score, own.get(AUTHENTICITY))
        score.save()
        if UUID(team) in teams:
            add_members(score, teams[UUID(team)], entry, of_persons, work)
        _rejudge(score, close.as_of, schemes)


def _by_place(rates: Mapping[tuple[str, str], Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for (code, place), rate in rates.items():
        found[place][code] = rate
    return found


def _verify(score: TeamScore, rate: Any) -> None:
    """What re-interviews found true, where any could be judged; a person may enter another share with evidence."""
    if rate is not None and rate.value is not None:
        score.verified_share = rate.value
        counts = f"{rate.numerator} / {rate.denominator}"
        score.evidence = f"回访核实 {rate.denominator // 2} 次，得 {counts}"  # data, not for translation


def _rejudge(score: TeamScore, on: date, schemes: Any) -> None:
    """The team, then its members by the same."""
    judge(score, score.entered, score.verified_share, on, schemes)
    score.save()
    judge_members(score, on, schemes)


def _locked(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)


def _require(by: Viewer, county: str) -> None:
    if not by.scope(WRITE).holds_region(county):
        raise NotVisible


def _record(by: Viewer, act: str, assessment: Assessment, details: dict[str, Any]) -> None:
    audit.record(
        by=by, act=f"performance.{act}", subject_kind="assessment", subject_ids=[assessment.id], details=details
    )
