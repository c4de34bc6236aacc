"""Score teams from a closed month: every point from a measure with its numbers, or entered with evidence."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import decide, rulebook, value_on
from jiayi.foundation.rulebook.schema import Scoring
from jiayi.foundation.ui.refusals import broken
from jiayi.insight.indicators import selectors as indicators
from jiayi.insight.performance import rules
from jiayi.insight.performance.models import Assessment, TeamScore
from jiayi.insight.performance.permissions import WRITE
from jiayi.insight.performance.terms import DIMENSIONS, AssessmentState, Entered, ObjectionState
from jiayi.registry.organization import selectors as organization
from jiayi.service.fulfilment import selectors as fulfilment

CAP, WINDOW, UNITS = "performance.entered_cap", "performance.objection_days", "performance.work_units"
MODES = "performance.mode_factors"
AUTHENTICITY = "authenticity"  # rulebook/indicators
_SERVICES = """
SELECT service.team_id::text, item, service.mode, count(*)
FROM ({done}) AS service CROSS JOIN LATERAL unnest(service.items) AS item
WHERE service."on" >= %(first)s AND service."on" <= %(last)s AND service.team_id = ANY(%(teams)s::uuid[])
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


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
    rates = indicators.closed_rates(close, "team")
    teams = sorted({place for _code, place in rates})
    units = _units(teams, close.as_of, schemes)
    for team in teams:
        own = {code: rate for (code, place), rate in rates.items() if place == team}
        score = TeamScore(assessment=made, team_id=team, measures=_measured(entry, own), unit_lines=units[team])
        _verify(score, own.get(AUTHENTICITY))
        _judge(score, close.as_of, schemes)
        score.save()
    _record(by, "assess", made, {"scoring": scoring, "teams": len(teams)})
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
    _judge(score, on, locked.schemes)
    score.save()
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


def _measured(entry: Scoring, rates: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        rules.measured(dimension, one.indicator, one.weight, one.nothing_at, one.full_at, rates.get(one.indicator))
        for dimension, measures in entry.dimensions.items()
        for one in measures
    ]


def _verify(score: TeamScore, rate: Any) -> None:
    """What re-interviews found true, where any could be judged; a person may enter another share with evidence."""
    if rate is not None and rate.value is not None:
        score.verified_share = rate.value
        counts = f"{rate.numerator} / {rate.denominator}"
        score.evidence = f"回访核实 {rate.denominator // 2} 次，得 {counts}"  # data, not for translation


def _judge(score: TeamScore, on: date, schemes: Any) -> None:
    """Everything of a score that follows from its measures, what was entered, and its services."""
    points = rules.dimension_points(score.measures, score.entered, DIMENSIONS)
    share = score.verified_share
    if share is not None:
        points["authenticity"] = round(share * 100, 4)
    score.dimensions = points
    units = sum((Decimal(str(line["units"])) for line in score.unit_lines), Decimal(0))
    score.units = (units * Decimal(str(share if share is not None else 0))).quantize(Decimal("0.01"))
    if share is None:
        score.score = score.factor = score.final = None
        return
    facts = {"dimensions": points, "verified_share": share}
    outcome = decide("performance.score", on=on, schemes=tuple(schemes), facts=facts)
    score.score, score.factor, score.final = outcome["score"], outcome["factor"], outcome["final"]
    score.needs_audit, score.reasons = outcome["needs_audit"], outcome["reasons"]


def _units(teams: list[str], as_of: date, schemes: Any) -> dict[str, list[dict[str, Any]]]:
    """By team the services of the year so far with their work equivalents."""
    worth, modes = value_on(UNITS, as_of, schemes), value_on(MODES, as_of, schemes)
    lines: dict[str, list[dict[str, Any]]] = {team: [] for team in teams}
    parameters = {"first": as_of.replace(month=1, day=1), "last": as_of, "teams": teams}
    with connection.cursor() as cursor:
        cursor.execute(_SERVICES.format(done=fulfilment.done_services()), parameters)
        for team, item, mode, count in cursor:
            if item in worth:
                each = Decimal(str(worth[item])) * Decimal(str(modes.get(mode, 1)))
                line = {"item": item, "mode": mode, "count": count, "each": str(each), "units": str(each * count)}
                lines[team].append(line)
    return lines


def _locked(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)


def _require(by: Viewer, county: str) -> None:
    if not by.scope(WRITE).holds_region(county):
        raise NotVisible


def _record(by: Viewer, act: str, assessment: Assessment, details: dict[str, Any]) -> None:
    audit.record(
        by=by, act=f"performance.{act}", subject_kind="assessment", subject_ids=[assessment.id], details=details
    )
