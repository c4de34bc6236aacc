"""Refusals of this room in the rulebook's words, for the language of the request."""

from dataclasses import asdict
from typing import Any

from jiayi.foundation.base.errors import LawBroken
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.ui.wording import text_of


def broken(code: str, **words: Any) -> LawBroken:
    """A law forbids it (409)."""
    fault = asdict(reason(rulebook(), code, **words))
    return LawBroken(code, text_of(fault), breaches=[fault])
