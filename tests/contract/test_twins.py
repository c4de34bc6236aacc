"""Every decision of people and agreements comes out as a second, plain reading of the contract has it."""

from datetime import date
from typing import Any

import pytest

from jiayi.foundation.rulebook import decide
from tests.contract.facts import Draw
from tests.contract.twin import TWINS

DRAWS = 1_000


@pytest.mark.parametrize("rule", TWINS)
def test_a_decision_and_its_twin_agree(rule: str) -> None:
    draw, seen = Draw(seed=2026), set()
    for _ in range(DRAWS):
        on, stack = draw.day(), draw.stack()
        facts = draw.facts(rule, on)
        outcome = decide(rule, on=on.isoformat(), schemes=stack, facts=as_json(facts))
        outcome.pop("reasons")
        expected = TWINS[rule](facts, on, stack)
        assert comparable(outcome) == comparable(expected), f"{rule} on {on} under {stack}: {facts}"
        seen.add(str(sorted(expected.items(), key=str)))
    assert len(seen) > 1  # the facts reach more than one answer


def as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: as_json(part) for name, part in value.items()}
    return [as_json(part) for part in value] if isinstance(value, list) else value


def comparable(value: Any) -> Any:
    """Codes as sets but none twice, maps in lists by their words."""
    if isinstance(value, dict):
        return {name: comparable(part) for name, part in value.items()}
    if isinstance(value, list | set):
        return sorted(str(comparable(part)) for part in value)
    return value
