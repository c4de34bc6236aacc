"""Refusals in the rulebook's words, for the language of the request."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.ui.wording import text_of


def misshapen(code: str, field: str = "", **words: Any) -> BadShape:
    """What was asked cannot be done as it was asked (422); `field` is the part that does not fit."""
    fault = _fault(code, field, words)
    return BadShape(code, text_of(fault), breaches=[fault])


def broken(code: str, field: str = "", **words: Any) -> LawBroken:
    """One law forbids it (409)."""
    return refused([_fault(code, field, words) if field else asdict(reason(rulebook(), code, **words))])


def refused(breaches: Sequence[dict[str, Any]]) -> LawBroken:
    """Laws forbid it (409): every breach with its reason, the first names the refusal."""
    return LawBroken(breaches[0]["code"], " ".join(text_of(breach) for breach in breaches), breaches=breaches)


def refused_by(outcome: dict[str, Any]) -> LawBroken:
    """The refusal of a decision that does not allow it."""
    codes = outcome["breaches"]
    return refused([reason for reason in outcome["reasons"] if reason["code"] in codes])


def _fault(code: str, field: str, words: dict[str, Any]) -> dict[str, Any]:
    return asdict(reason(rulebook(), code, **words)) | {"field": field}
