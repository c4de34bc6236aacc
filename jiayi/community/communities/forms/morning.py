"""The morning check as it is sent: one set of fields for each child."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiayi.community.communities.models import Member
from jiayi.community.communities.terms import AbsenceReason, CheckFinding, CheckLine, Presence
from jiayi.foundation.ui.forms import Form

LOWEST, HIGHEST = Decimal(34), Decimal(43)  # °C


def lines_of(members: Sequence[Member], data: Any) -> tuple[list[CheckLine], dict[Any, str]]:
    """The lines that were sent, and what is wrong with them by member."""
    lines, faults = [], {}
    for member in members:
        key = str(member.id)
        degrees, is_wrong = _degrees(data.get(f"temperature-{key}", ""))
        if is_wrong:
            faults[member.id] = str(_("体温应在34–43℃之间，如 36.5。"))
        presence = data.get(f"presence-{key}", Presence.PRESENT)
        reason = data.get(f"reason-{key}", "") if presence == Presence.ABSENT else ""
        if presence == Presence.ABSENT and reason not in set(AbsenceReason):
            faults[member.id] = str(_("请选择缺勤原因。"))
        found = tuple(code for code in data.getlist(f"findings-{key}") if code in set(CheckFinding))
        note = data.get(f"note-{key}", "")[:120]
        lines.append(CheckLine(member.id, presence, reason, degrees, found, note))
    return lines, faults


def _degrees(text: str) -> tuple[Decimal | None, bool]:
    text = text.strip()
    if not text:
        return None, False
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None, True
    is_right = value.is_finite() and LOWEST <= value <= HIGHEST
    return (value.quantize(Decimal("0.1")), False) if is_right else (None, True)


class StepForm(Form):
    """What was done about an absence."""

    action = forms.CharField(max_length=20)
    said = forms.CharField(max_length=200, required=False)
