"""Refusals of this room in the rulebook's words, for the language of the request."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.ui.wording import text_of

STOPS, UNEXPLAINED = "E_FINDING_STOPS", "E_FINDING_UNEXPLAINED"


def said(code: str, field: str = "", **words: Any) -> dict[str, Any]:
    """A breach with its words: code, text_zh, text_en … and the field."""
    return asdict(reason(rulebook(), code, **words)) | {"field": field}


def misshapen(breaches: Sequence[dict[str, Any]]) -> BadShape:
    """What was filled in does not stand (422)."""
    return BadShape(breaches[0]["code"], text_of(breaches[0]), breaches=breaches)


def wrong(code: str, field: str = "", **words: Any) -> BadShape:
    """One field does not stand (422)."""
    return misshapen([said(code, field, **words)])


def forbidden(code: str, **words: Any) -> LawBroken:
    """One law forbids it (409)."""
    breach = said(code, **words)
    return LawBroken(code, text_of(breach), breaches=[breach])


def refused(code: str, breaches: Sequence[dict[str, Any]]) -> LawBroken:
    """Findings or a decision forbid it (409): each with its words and source."""
    return LawBroken(code, " ".join(dict.fromkeys(text_of(one) for one in breaches)), breaches=breaches)
