"""Refusals of this room in the rulebook's words, for the language of the request."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.reasons import reason
from jiayi.foundation.ui.wording import text_of
from jiayi.service.care.rules.filling import Fault

UNUSUAL, URGENT = "E_VALUES_UNUSUAL", "E_FINDING_URGENT"


def told(fault: Fault) -> dict[str, Any]:
    """A fault with its words: code, text_zh, text_en … and the field."""
    return asdict(reason(rulebook(), fault.code, **fault.words)) | {"field": fault.field}


def misshapen(faults: Sequence[Fault], code: str = "") -> BadShape:
    """What was filled in does not stand (422); `breaches` names every field."""
    breaches = [told(fault) for fault in faults]
    return BadShape(code or faults[0].code, text_of(breaches[0]), breaches=breaches)


def forbidden(code: str, **words: Any) -> LawBroken:
    """One law forbids it (409)."""
    breach = asdict(reason(rulebook(), code, **words))
    return LawBroken(code, text_of(breach), breaches=[breach])


def not_confirmed(faults: Sequence[Fault]) -> BadShape:
    """Unusual values are saved once somebody has looked at them again."""
    return BadShape(UNUSUAL, _("有数值不常见，请核对后确认。"), breaches=[told(fault) for fault in faults])
