"""What another stack of schemes would change: pure comparisons of the rulebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jiayi.foundation.rulebook import ValueInForce, find_value, rulebook
from jiayi.foundation.rulebook.schema import Parameter

Topic = Literal["target", "cap", "term", "group", "team", "other"]
TOPICS: tuple[Topic, ...] = ("target", "cap", "term", "group", "team", "other")
_BEGINNINGS: dict[str, Topic] = {"agreement": "term", "resident": "term", "group": "group", "team": "team"}


@dataclass(frozen=True)
class Change:
    """One parameter whose value differs; `before` or `after` is None where no scheme of the stack sets it."""

    key: str
    parameter: Parameter
    topic: Topic
    before: ValueInForce | None
    after: ValueInForce | None


def changes_between(before: Sequence[str], after: Sequence[str], on: date) -> list[Change]:
    """Every parameter whose value on a day differs between two stacks, by topic, then in the rulebook's order."""
    found = [
        Change(key, parameter, topic_of(key, parameter), old, new)
        for key, parameter in rulebook().parameters.items()
        if _value(old := find_value(key, on, before)) != _value(new := find_value(key, on, after))
    ]
    return sorted(found, key=lambda change: TOPICS.index(change.topic))


def _value(found: ValueInForce | None) -> object:
    return found.value if found else None


def topic_of(key: str, parameter: Parameter) -> Topic:
    """What a parameter is about: indicators' targets and caps by their kind, the rest by their first word."""
    if key in target_keys():
        return "target"
    if parameter.type == "cap":
        return "cap"
    return _BEGINNINGS.get(key.partition(".")[0], "other")


def target_keys() -> set[str]:
    """The parameters that hold the target of an indicator."""
    return {indicator.target for indicator in rulebook().indicators.values()}


def stack_with(stack: Sequence[str], added: Sequence[str]) -> list[str]:
    """A stack after schemes were adopted on top of it: each stands once, where it comes last."""
    return [*(scheme for scheme in stack if scheme not in added), *added]
