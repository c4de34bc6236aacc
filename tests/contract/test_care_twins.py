"""Every decision of care but growth comes out as a second, plain reading of the contract has it.

Growth is held against what the WHO published (tests/service/care/decisions/test_growth.py).
"""

import pytest

from jiayi.foundation.rulebook import decide
from tests.contract.care_facts import DRAWN
from tests.contract.care_twin import TWINS
from tests.contract.facts import Draw
from tests.contract.test_twins import as_json, comparable

DRAWS = 800


@pytest.mark.parametrize("rule", TWINS)
def test_a_decision_of_care_and_its_twin_agree(rule: str) -> None:
    draw, seen = Draw(seed=2026), set()
    for _ in range(DRAWS):
        on = draw.day()
        facts = DRAWN[rule](draw, on)
        outcome = decide(rule, on=on.isoformat(), schemes=draw.stack(), facts=as_json(facts))
        assert outcome.pop("reasons"), facts
        expected = TWINS[rule](facts, on)
        risk = expected.pop("risk_percent", None)
        assert outcome.pop("risk_percent", None) == (None if risk is None else pytest.approx(risk, abs=0.0051))
        assert comparable(outcome) == comparable(expected), f"{rule} on {on}: {facts}"
        seen.add(str(sorted(expected.items(), key=str)))
    assert len(seen) > 2  # the facts reach most answers
