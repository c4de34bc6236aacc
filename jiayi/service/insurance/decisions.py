"""insurance.estimate: what the pool and the resident would pay for one visit."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from jiayi.foundation.rulebook import Facts, Reason, RulebookView, register
from jiayi.foundation.rulebook.facts import Number
from jiayi.foundation.rulebook.registry import Outcome
from jiayi.service.insurance import rules

PRIMARY = ("village", "township")
RATES, DEDUCTIBLES = "insurance.rates", "insurance.deductible_fen"
SENIOR_AGE, SENIOR_BONUS = "insurance.senior_age", "insurance.senior_bonus"
PENALTY, PENALTY_MODE = "insurance.unreferred_penalty", "insurance.unreferred_penalty_mode"
CONTRACTED = "insurance.contracted_bonus"
CUMULATIVE, AFTER_DOWN = "insurance.cumulative_deductible", "insurance.down_referral_deductible_fen"
COUNTY_PRICE = "insurance.county_price_institutions"
OWN_DOCTOR = "insurance.own_doctor_consultation_by_pool"

Fen = Annotated[int, Field(ge=0)]


class EstimateFacts(Facts):
    visit: Literal["outpatient", "inpatient"]
    level: Literal["village", "township", "county", "city", "province"]
    age: Annotated[Number, Field(ge=0)] = 40
    amount_fen: Fen
    in_area: bool = True
    referred: bool = False
    emergency: bool = False
    exempt: bool = False
    episode_continues: bool = False
    down_referral: bool = False
    deductible_paid_fen: Fen = 0
    consultation_fee_fen: Fen = 0
    own_family_doctor: bool = False
    contracted: bool = False


def estimate(facts: EstimateFacts, view: RulebookView) -> Outcome:
    """Rate, deductible and both parts in fen; pool and own add up to the amount and the consultation fee."""
    base = rules.of_level(view.need(RATES), facts.visit, facts.level)
    bonus, bonus_reasons = _bonus(facts, view)
    penalty, penalty_reasons = _penalty(facts, view)
    rate = rules.rate_after(base, bonus, penalty)
    deductible, deductible_reasons = _deductible(facts, view)
    fee, fee_reasons = _fee_by_pool(facts, view)
    pool = rules.pool_share(facts.amount_fen, deductible, rate) + fee
    own = facts.amount_fen + facts.consultation_fee_fen - pool
    said = view.reason("INSURANCE_RATE", RATES, rate=_percent(base))
    return {
        "rate": round(float(rate), 4),
        "deductible_fen": deductible,
        "pool_fen": pool,
        "own_fen": own,
        "reasons": [said, *bonus_reasons, *penalty_reasons, *deductible_reasons, *fee_reasons],
    }


def _bonus(facts: EstimateFacts, view: RulebookView) -> tuple[Decimal, list[Reason]]:
    bonus, reasons = Decimal(0), []
    age, more = view.get(SENIOR_AGE), view.get(SENIOR_BONUS)
    if age is not None and more is not None and facts.level in PRIMARY and facts.age >= age.get("years", 0):
        bonus += Decimal(str(more))
        reasons.append(view.reason("INSURANCE_SENIOR", SENIOR_BONUS, age=age.get("years", 0), more=_percent(more)))
    if facts.contracted and (more := view.get(CONTRACTED)) is not None:
        bonus += Decimal(str(more))
        reasons.append(view.reason("INSURANCE_CONTRACTED", CONTRACTED, more=_percent(more)))
    return bonus, reasons


def _penalty(facts: EstimateFacts, view: RulebookView) -> tuple[rules.Penalty | None, list[Reason]]:
    if facts.in_area or facts.referred or facts.emergency or facts.exempt:
        return None, []
    less = view.get(PENALTY)
    if less is None:
        return None, []
    in_points = view.get(PENALTY_MODE) == rules.PERCENTAGE_POINTS
    penalty = rules.Penalty(Decimal(str(less)), in_points)
    return penalty, [view.reason("INSURANCE_UNREFERRED", PENALTY, less=_percent(less))]


def _deductible(facts: EstimateFacts, view: RulebookView) -> tuple[int, list[Reason]]:
    if facts.down_referral and (after := view.get(AFTER_DOWN)) is not None:
        due = rules.deductible_due(after, 0, facts.amount_fen)
        return due, [view.reason("INSURANCE_DOWN_REFERRAL", AFTER_DOWN, due=_yuan(due))]
    table = view.get(DEDUCTIBLES)
    level = int(rules.of_level(table, facts.visit, facts.level)) if table is not None else 0
    if facts.referred and facts.episode_continues and view.get(CUMULATIVE):
        due = rules.deductible_due(level, facts.deductible_paid_fen, facts.amount_fen)
        words = {"level": _yuan(level), "paid": _yuan(facts.deductible_paid_fen), "due": _yuan(due)}
        return due, [view.reason("INSURANCE_DEDUCTIBLE_CONTINUES", CUMULATIVE, **words)]
    due = rules.deductible_due(level, 0, facts.amount_fen)
    return due, [view.reason("INSURANCE_DEDUCTIBLE", DEDUCTIBLES, due=_yuan(due))] if due else []


def _fee_by_pool(facts: EstimateFacts, view: RulebookView) -> tuple[int, list[Reason]]:
    if not (facts.consultation_fee_fen and facts.own_family_doctor and facts.level in PRIMARY):
        return 0, []
    if not view.get(OWN_DOCTOR):
        return 0, []
    return facts.consultation_fee_fen, [view.reason("INSURANCE_OWN_DOCTOR", OWN_DOCTOR)]


def _percent(share: Decimal | float) -> str:
    return f"{float(share) * 100:g}"


def _yuan(fen: int) -> str:
    return f"{fen / 100:g}"


register("insurance.estimate", EstimateFacts, estimate)


class PriceFacts(Facts):
    level: Literal["village", "township", "county", "city", "province"]
    grade: Literal["", "graded_a_township", "provincial_demo_centre"] = ""


def price_tier(facts: PriceFacts, view: RulebookView) -> Outcome:
    """Whose price list an institution may charge: a township centre of a named grade the county's (S4-62)."""
    named = facts.level in PRIMARY and facts.grade in (view.get(COUNTY_PRICE) or [])
    if not named:
        return {"tier": facts.level, "reasons": [view.reason("PRICE_OWN_TIER")]}
    word = view.book.labelled(facts.grade)
    zh, en = (word.zh, word.en) if word else (facts.grade, facts.grade)
    return {"tier": "county", "reasons": [view.reason("PRICE_COUNTY_TIER", COUNTY_PRICE, grade=zh, grade_en=en)]}


register("insurance.price_tier", PriceFacts, price_tier)


class GapFacts(Facts):
    visit: Literal["outpatient", "inpatient"]


def rate_gap(facts: GapFacts, view: RulebookView) -> Outcome:
    """How much more the pool pays at primary institutions than from the county up, against what the scheme asks for
    (S4-58, S4-59): the lowest primary rate less the highest of the others."""
    rates, asked = (view.get(RATES) or {}).get(facts.visit), view.get(f"insurance.{facts.visit}_gap")
    if not rates or asked is None:
        return {"gap": None, "asked": asked, "is_kept": None, "reasons": [view.reason("RATE_GAP_UNKNOWN", RATES)]}
    near = [Decimal(str(rate)) for level, rate in rates.items() if level in PRIMARY]
    far = [Decimal(str(rate)) for level, rate in rates.items() if level not in PRIMARY]
    gap = min(near) - max(far)
    kept = gap >= Decimal(str(asked))
    words = {"gap": _percent(gap), "asked": _percent(asked)}
    reason = view.reason("RATE_GAP_KEPT" if kept else "RATE_GAP_SHORT", f"insurance.{facts.visit}_gap", **words)
    return {"gap": float(gap), "asked": float(asked), "is_kept": kept, "reasons": [reason]}


register("insurance.rate_gap", GapFacts, rate_gap)
