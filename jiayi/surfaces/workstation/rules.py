"""What another stack of schemes would change, sorted by what it is about: pure comparisons of the rulebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jiayi.foundation.rulebook import ValueInForce, find_value, rulebook

Topic = Literal["target", "cap", "term", "group", "team", "other"]
TOPICS: tuple[Topic, ...] = ("target", "cap", "term", "group", "team", "other")
_BEGINNINGS: dict[str, Topic] = {"agreement": "term", "resident": "term", "group": "group", "team": "team"}


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A parameter whose value differs; `None` where no scheme of the stack sets one."""

    key: str
    before: ValueInForce | None
    after: ValueInForce | None


def value_changes(on: date, before: Sequence[str], after: Sequence[str]) -> list[ValueChange]:
    """Every parameter whose value in force on the day differs between two stacks, in the rulebook's order."""
    every = (ValueChange(key, find_value(key, on, before), find_value(key, on, after)) for key in rulebook().parameters)
    return [change for change in every if _value(change.before) != _value(change.after)]


def _value(found: ValueInForce | None) -> tuple[bool, object]:
    return found is not None, found.value if found else None


def topic_of(key: str) -> Topic:
    """What a parameter is about: indicators' targets and caps by their kind, the rest by their first word."""
    if key in target_keys():
        return "target"
    if rulebook().parameters[key].type == "cap":
        return "cap"
    return _BEGINNINGS.get(key.partition(".")[0], "other")


def by_topic(changes: Sequence[ValueChange]) -> list[tuple[Topic, list[ValueChange]]]:
    """The changes under their topics, in the order in which an official reads them; empty topics are left out."""
    found = [(topic, [change for change in changes if topic_of(change.key) == topic]) for topic in TOPICS]
    return [(topic, own) for topic, own in found if own]


def target_keys() -> set[str]:
    """The parameters that hold the target of an indicator."""
    return {indicator.target for indicator in rulebook().indicators.values() if indicator.target}


def stack_with(stack: Sequence[str], added: Sequence[str]) -> list[str]:
    """A stack after schemes were adopted on top of it: each stands once, where it comes last."""
    return [*(scheme for scheme in stack if scheme not in added), *added]
