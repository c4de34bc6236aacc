"""Refusals of this room in the rulebook's words, for the language of the request."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from jiayi.foundation.base.errors import LawBroken
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.ui.wording import text_of

LAW = "E_LAW_BROKEN"


def broken(breaches: Sequence[dict[str, Any]]) -> LawBroken:
    """Laws forbid it (409): every breach with its reason."""
    return LawBroken(LAW, " ".join(text_of(breach) for breach in breaches), breaches=breaches)


def forbidden(code: str, **words: Any) -> LawBroken:
    """One law forbids it (409), and has no other words than its reason's."""
    return broken([asdict(reason(rulebook(), code, **words))])
