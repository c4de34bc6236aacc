"""Refusals of this room in the rulebook's words, for the language of the request."""

from dataclasses import asdict

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.ui.wording import text_of


def broken(code: str) -> LawBroken:
    """A law forbids it (409)."""
    fault = asdict(reason(rulebook(), code))
    return LawBroken(code, text_of(fault), breaches=[fault])


def misshapen(code: str) -> BadShape:
    """What was sent cannot be taken (422)."""
    return BadShape(code, text_of(asdict(reason(rulebook(), code))))
