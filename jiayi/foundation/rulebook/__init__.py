"""The rulebook: what the documents say, dated and sourced, and the decisions taken by it."""

from jiayi.foundation.rulebook.comparing import plain
from jiayi.foundation.rulebook.errors import RulebookError
from jiayi.foundation.rulebook.facts import Day, EventDay, Facts, Number, code_of, on_the_day
from jiayi.foundation.rulebook.loading import Rulebook, rulebook
from jiayi.foundation.rulebook.reasons import Reason, cited
from jiayi.foundation.rulebook.registry import decide, decisions, register
from jiayi.foundation.rulebook.values import ValueInForce, find_value, value_in_force, value_on
from jiayi.foundation.rulebook.view import RulebookView

__all__ = [
    "Day",
    "EventDay",
    "Facts",
    "Number",
    "Reason",
    "Rulebook",
    "RulebookError",
    "RulebookView",
    "ValueInForce",
    "cited",
    "code_of",
    "decide",
    "decisions",
    "find_value",
    "on_the_day",
    "plain",
    "register",
    "rulebook",
    "value_in_force",
    "value_on",
]
