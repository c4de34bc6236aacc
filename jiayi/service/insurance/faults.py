"""Refusals of this room in the rulebook's words, for the language of the request."""

from dataclasses import asdict
from typing import Any

from jiayi.foundation.base.errors import BadShape
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.ui.wording import text_of


def misshapen(code: str, field: str = "", **words: Any) -> BadShape:
    """What was asked cannot be done as it was asked (422); `field` is the part that does not fit."""
    fault = asdict(reason(rulebook(), code, **words)) | {"field": field}
    return BadShape(code, text_of(fault), breaches=[fault])
