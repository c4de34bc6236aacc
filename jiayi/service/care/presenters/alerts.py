"""An abnormal reading from home in words: what was measured, why it matters, what can be offered."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.wording import label_of
from jiayi.service.care import permissions
from jiayi.service.care.models import HomeAlert
from jiayi.service.care.rules.measuring import measures
from jiayi.service.care.terms import AlertAnswer, ReadingState, Source

from .values import unit_of

# Where each of the services is done: the address, and the permission that it asks for.
PLACES = {
    "guidance": ("care:new_record", ("health-advice",), permissions.WRITE),
    "reminder": ("care:new_record", ("health-advice",), permissions.WRITE),
    "telemedicine": ("care:consult", (), permissions.CONSULT),
    "booked_referral": ("referral:refer", (), permissions.REFER),
    "long_term_prescription": ("prescriptions:issue", (), permissions.PRESCRIBE),
}


def alert_page(viewer: Viewer, alert: HomeAlert) -> dict[str, Any]:
    """Everything that the page shows."""
    language, seen = get_language() or "", alert.observation
    measure = measures()[seen.code]
    return {
        "id": alert.id,
        "name": alert.resident.name,
        "resident_id": alert.resident_id,
        "measure": measure.label(language),
        "value": f"{float(seen.number or 0):g} {unit_of(measure)}".strip(),
        "at": timezone.localtime(seen.at),
        "source": label_of(Source, seen.source),
        "state": label_of(ReadingState, alert.state),
        "is_urgent": alert.state == ReadingState.URGENT,
        "due_on": alert.due_on,
        "answered_on": alert.answered_on,
        "answer": label_of(AlertAnswer, alert.answer) if alert.answer else "",
        "by": alert.answered_by_name,
        "note": alert.note,
        "reasons": alert.outcome.get("reasons", []),
        "services": [_offer(viewer, alert, code, language) for code in alert.outcome.get("services", [])],
    }


def _offer(viewer: Viewer, alert: HomeAlert, code: str, language: str) -> dict[str, str]:
    words = rulebook().labelled(code)
    name, arguments, permission = PLACES.get(code, ("", (), ""))
    may = bool(name) and viewer.can(permission)
    url = reverse(name, args=[alert.resident_id, *arguments]) if may else ""
    return {"label": words.label(language) if words else code, "url": url}
