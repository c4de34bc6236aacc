"""The decision registry: named, pure decisions; facts in, outcome with reasons out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any

from jiayi.foundation.core.dates import parse_iso_day
from jiayi.foundation.rulebook import errors
from jiayi.foundation.rulebook.facts import Facts, read_facts
from jiayi.foundation.rulebook.loading import Rulebook
from jiayi.foundation.rulebook.reasons import Reason
from jiayi.foundation.rulebook.view import RulebookView

# The rooms above are known only by this name, so that nothing is imported upward.
LIST_OF_DECISIONS = "jiayi.config.decisions"

Outcome = dict[str, Any]
Rule = Callable[[Any, RulebookView], Outcome]


@dataclass(frozen=True, slots=True)
class Decision:
    """A name, the model of its facts, and the rule. The rule answers a map; `reasons` in it are `Reason`s."""

    name: str
    facts: type[Facts]
    rule: Rule


_decisions: dict[str, Decision] = {}


def register(name: str, facts_model: type[Facts], rule: Rule) -> None:
    """Enter a decision; a name is given once."""
    known = _decisions.get(name)
    if known is not None and known.rule.__module__ != rule.__module__:
        raise ValueError(f"two decisions are called {name}")
    _decisions[name] = Decision(name, facts_model, rule)


@cache
def _load_rooms() -> None:
    for module in import_module(LIST_OF_DECISIONS).DECISIONS:
        import_module(module)


def decisions() -> Mapping[str, Decision]:
    """Every decision of every room by name."""
    _load_rooms()
    return _decisions


def decide(
    name: str, *, on: date | str, schemes: Sequence[str], facts: object, book: Rulebook | None = None
) -> Outcome:
    """Take a decision: the rule's outcome, its `reasons` as plain maps, each value read among them.

    Refuses with a `RulebookError`: unknown rule or scheme, facts that do not fit, or `E_NO_VALUE`.
    """
    decision = decisions().get(name) if isinstance(name, str) else None
    if decision is None:
        raise errors.RulebookError(errors.UNKNOWN_RULE, f"no decision {name!r}", path="rule")
    day = _day_of_event(on)
    view = RulebookView(day, _stack(schemes), book=book)
    given = read_facts(decision.facts, facts, on=day)
    try:
        outcome = decision.rule(given, view)
    except OverflowError as error:
        raise errors.RulebookError(
            errors.WRONG_VALUE, "a day beyond the calendar or a value beyond reckoning", path="facts"
        ) from error
    reasons: list[Reason] = outcome.get("reasons", [])
    used = view.values_read(except_for={reason.parameter for reason in reasons})
    return outcome | {"reasons": [reason.as_dict() for reason in [*reasons, *used]]}


def _day_of_event(on: object) -> date:
    if isinstance(on, str):
        try:
            return parse_iso_day(on)
        except ValueError as error:
            raise errors.RulebookError(errors.WRONG_DATE, str(error), path="on") from error
    if isinstance(on, date) and not isinstance(on, datetime):
        return on
    raise errors.RulebookError(errors.WRONG_TYPE, "the day of the event is a day as YYYY-MM-DD", path="on")


def _stack(schemes: object) -> tuple[str, ...]:
    if isinstance(schemes, str) or not isinstance(schemes, Sequence):
        raise errors.RulebookError(errors.WRONG_TYPE, "schemes are a list of names", path="schemes")
    return tuple(schemes)
