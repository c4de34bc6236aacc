"""What the documents in force ask for: the target of each indicator on a day, under a stack of schemes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiayi.foundation.rulebook import RulebookView, rulebook
from jiayi.foundation.rulebook.schema import Indicator


@dataclass(frozen=True)
class Target:
    """A target in force, as a share of one, with the reason that shows where it is written."""

    value: float
    reason: dict[str, Any]


def indicator_of(population: str) -> Indicator | None:
    """The rulebook's indicator of coverage over this population, or None."""
    return next((one for one in indicators_of("coverage") if one.population == population), None)


def indicators_of(*measures: str) -> list[Indicator]:
    """The rulebook's indicators that count these, in its order."""
    return [one for one in rulebook().indicators.values() if one.measure in measures]


def target_of(population: str, on: date, schemes: Sequence[str]) -> Target | None:
    """The target of a population's coverage, or None where no document of the stack sets one."""
    indicator = indicator_of(population)
    return target_of_indicator(indicator.indicator, on, schemes) if indicator else None


def target_of_indicator(code: str, on: date, schemes: Sequence[str]) -> Target | None:
    """The target of one indicator of rulebook/indicators, or None where no document of the stack sets one."""
    indicator = rulebook().indicators[code]
    view = RulebookView(on, schemes)
    value = view.get(indicator.target) if indicator.target else None
    if indicator.target is None or value is None:
        return None
    words = {"zh": indicator.zh, "en": indicator.en, "percent": f"{float(value) * 100:.4g}"}
    return Target(float(value), view.reason("INDICATOR_TARGET", indicator.target, **words).as_dict())


def targets(on: date, schemes: Sequence[str]) -> dict[str, Target]:
    """Every target that the stack sets on the day, by the code of its indicator."""
    found = {code: target_of_indicator(code, on, schemes) for code in rulebook().indicators}
    return {code: target for code, target in found.items() if target}
