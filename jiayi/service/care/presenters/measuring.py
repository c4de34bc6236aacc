"""What was measured today, and the follow-ups that can be done with it at once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language

from jiayi.foundation.rulebook import rulebook
from jiayi.service.care.models import Enrolment, Observation
from jiayi.service.care.rules.measuring import measures

from .programmes import forms_of
from .values import unit_of


def measured_today(
    measured: Mapping[str, Observation], enrolments: Sequence[Enrolment], *, on: dt.date
) -> dict[str, Any] | None:
    """The values in words, and the forms of visits that may be made today and ask for any of them."""
    if not measured:
        return None
    language = get_language() or ""
    values = [
        f"{measures()[code].label(language)} {float(row.number or 0):g} {unit_of(measures()[code])}".strip()
        for code, row in measured.items()
        if code in measures()
    ]
    due = [one.programme for one in enrolments if one.closed_on is None and one.from_on and one.from_on <= on]
    forms = {code: label for programme in due for code, label in forms_of(programme) if _asks(code, measured)}
    return {"values": values, "forms": list(forms.items())}


def _asks(code: str, measured: Mapping[str, Observation]) -> bool:
    return any(one.observation in measured for one in rulebook().forms[code].fields.values())
