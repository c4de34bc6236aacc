"""What the pool pays."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jiayi.foundation.rulebook import decide
from jiayi.service.insurance.rules import Penalty, deductible_due, pool_share, rate_after

SHARES = st.decimals(0, 1, places=4)
FEN = st.integers(0, 10**9)


def test_the_bonus_comes_before_the_penalty_and_nothing_falls_below_zero():
    assert rate_after(Decimal("0.1"), Decimal("0.05"), Penalty(Decimal("0.2"), in_points=True)) == 0
    assert rate_after(Decimal("0.6"), Decimal("0.05"), Penalty(Decimal("0.2"), in_points=False)) == Decimal("0.52")


@given(SHARES, SHARES, st.none() | st.builds(Penalty, SHARES, st.booleans()))
def test_a_rate_is_a_share_whatever_the_schemes_say(base, bonus, penalty):
    assert 0 <= rate_after(base, bonus, penalty) <= 1


@given(FEN, FEN, FEN, SHARES)
def test_both_parts_are_never_negative(amount, level, paid, rate):
    deductible = deductible_due(level, paid, amount)
    pool = pool_share(amount, deductible, rate)
    assert 0 <= deductible <= amount
    assert 0 <= pool <= amount - deductible


FACTS = st.fixed_dictionaries(
    {
        "visit": st.sampled_from(["outpatient", "inpatient"]),
        "level": st.sampled_from(["village", "township", "county", "city", "province"]),
        "age": st.integers(0, 120),
        "amount_fen": FEN,
        "deductible_paid_fen": FEN,
        "consultation_fee_fen": st.integers(0, 10_000),
    }
    | {
        name: st.booleans()
        for name in ("in_area", "referred", "emergency", "exempt", "episode_continues", "down_referral", "contracted")
    }
    | {"own_family_doctor": st.booleans()}
)


@given(FACTS, st.sampled_from([["national", "demo-insurance"], ["national", "demo-insurance", "community-2018"]]))
def test_pool_and_own_add_up_to_all_that_was_charged(facts, schemes):
    found = decide("insurance.estimate", on="2026-03-01", schemes=schemes, facts=facts)
    assert found["pool_fen"] + found["own_fen"] == facts["amount_fen"] + facts["consultation_fee_fen"]
    assert found["pool_fen"] >= 0
    assert found["own_fen"] >= 0
    assert found["reasons"]


def test_a_named_grade_may_charge_the_county_price():
    outcome = lambda grade, *schemes: decide(  # noqa: E731
        "insurance.price_tier",
        on=dt.date(2026, 3, 1),
        schemes=["national", *schemes],
        facts={"level": "township", "grade": grade},
    )["tier"]
    assert outcome("graded_a_township", "community-2018") == "county"
    assert outcome("graded_a_township") == outcome("", "community-2018") == "township"


def test_the_old_get_more_at_home_and_ones_own_doctor_costs_no_consultation_fee():
    facts = {"visit": "outpatient", "level": "township", "amount_fen": 10_000, "consultation_fee_fen": 1_000}
    ask = lambda **more: decide(  # noqa: E731
        "insurance.estimate",
        on=dt.date(2026, 3, 1),
        schemes=["national", "demo-insurance", "community-2018"],
        facts=facts | more,
    )
    assert (ask(age=60)["rate"], ask(age=59)["rate"]) == (0.65, 0.6)
    assert ask(own_family_doctor=True)["pool_fen"] == ask()["pool_fen"] + 1_000
