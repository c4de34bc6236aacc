"""performance.score: what a team earned; performance.settlement, performance.members: how money is divided."""

from fractions import Fraction
from typing import Annotated

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Number, RulebookView, register
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.insight.performance import rules

RATIOS, FLOOR = "performance.role_ratios", "performance.member_floor"
BASIS, BY_POPULATION = "performance.pay_basis", "population_served"
WEIGHTS, FACTORS = "performance.weights", "performance.authenticity_factors"

Points = Annotated[Number, Field(ge=0, le=100)]
Amount = Annotated[Number, Field(ge=0)]
Fen = Annotated[int, Field(ge=0)]


class Dimensions(Facts):
    number: Points
    quality: Points
    effect: Points
    satisfaction: Points
    authenticity: Points


class ScoreFacts(Facts):
    dimensions: Dimensions
    verified_share: Annotated[Number, Field(ge=0, le=1)]


def score(facts: ScoreFacts, view: RulebookView) -> Outcome:
    """The weighted score, the factor of authenticity and what remains after it."""
    points = rules.weighted(view.need(WEIGHTS), dict(facts.dimensions))
    steps = [(step["from_share"], step["factor"]) for step in view.need(FACTORS)]
    factor = rules.factor_at(steps, facts.verified_share)
    shown = {"share": f"{facts.verified_share * 100:g}", "factor": f"{factor:g}"}
    return {
        "score": float(points),
        "factor": float(factor),
        "final": float(points * factor),
        "needs_audit": factor == 0,
        "reasons": [
            view.reason("SCORE_WEIGHTED", WEIGHTS, score=f"{float(points):g}"),
            view.reason("SCORE_FACTOR" if factor else "SCORE_NEEDS_AUDIT", FACTORS, **shown),
        ],
    }


class SettlementFacts(Facts):
    pool_fen: Fen
    prepaid_fen: dict[str, Fen] = {}
    scores: dict[str, Amount]
    units: dict[str, Amount]
    persons: dict[str, Fen] = {}


def settlement(facts: SettlementFacts, view: RulebookView) -> Outcome:
    """The pool by verified units (of a scheme that pays by population served: by persons served) times final score,
    and what is still to pay after what was prepaid."""
    by_population = BY_POPULATION in (view.get(BASIS) or []) and bool(facts.persons)
    measure = facts.persons if by_population else facts.units
    teams = sorted({*facts.prepaid_fen, *facts.scores, *measure})
    parts = {team: _exact(measure.get(team, 0)) * _exact(facts.scores.get(team, 0)) for team in teams}
    amounts = rules.divided(facts.pool_fen, parts)
    balance = {team: amount - facts.prepaid_fen.get(team, 0) for team, amount in amounts.items()}
    code = "SETTLED_BY_POPULATION" if by_population else "SETTLED_BY_SHARES"
    code = code if any(parts.values()) else "SETTLED_NOTHING"
    reason = view.reason(code, BASIS if by_population else None, teams=len(teams), pool=f"{facts.pool_fen / 100:.2f}")
    return {"amounts": amounts, "balance": balance, "reasons": [reason]}


class Member(Facts):
    role: str
    units: Amount = 0
    score: Points = 100


class MembersFacts(Facts):
    amount_fen: Fen
    members: Annotated[dict[str, Member], Field(min_length=1)]


def members(facts: MembersFacts, view: RulebookView) -> Outcome:
    """What a team receives among its members: a part equally, the rest by role, work and score."""
    ratios, floor = view.need(RATIOS), view.need(FLOOR)
    known = {
        one: (_exact(ratios.get(who.role, 1)), _exact(who.units) * _exact(who.score) / 100)
        for one, who in facts.members.items()
    }
    amounts = rules.shared(facts.amount_fen, known, _exact(floor))
    shown = {"share": f"{floor * 100:g}", "members": len(known)}
    return {
        "amounts": amounts,
        "reasons": [view.reason("MEMBERS_FLOOR", FLOOR, **shown), view.reason("MEMBERS_BY_WORK", RATIOS)],
    }


def _exact(number: float) -> Fraction:
    return Fraction(str(number))


register("performance.score", ScoreFacts, score)
register("performance.settlement", SettlementFacts, settlement)
register("performance.members", MembersFacts, members)
