"""Refusals of this room in the rulebook's words, for the language of the request."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import get_language

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason


def misshapen(code: str, field: str = "", **words: Any) -> BadShape:
    """What was asked cannot be judged (422)."""
    fault = _fault(code, field, words)
    return BadShape(code, _text(fault), breaches=[fault])


def broken(code: str, field: str = "", **words: Any) -> LawBroken:
    """A law forbids it (409)."""
    fault = _fault(code, field, words)
    return LawBroken(code, _text(fault), breaches=[fault])


def _fault(code: str, field: str, words: dict[str, Any]) -> dict[str, Any]:
    return asdict(reason(rulebook(), code, **words)) | {"field": field}


def _text(fault: dict[str, Any]) -> str:
    return fault["text_en"] if (get_language() or "").startswith("en") else fault["text_zh"]
