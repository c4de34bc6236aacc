"""What the pages about one resident share: the resident, the tabs, and how a refusal is shown."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.ui.forms import Form
from jiayi.registry.people import selectors
from jiayi.registry.people.models import Resident
from jiayi.registry.people.permissions import RESIDENT_MERGE, RESIDENT_READ, RESIDENT_WRITE
from jiayi.registry.people.presenters import resident_card
from jiayi.registry.people.visibility import visible


def resident_to_change(request: HttpRequest, resident_id: UUID, act: str) -> Resident:
    """The resident for a page that changes something; 404 where the viewer may not. The read is recorded."""
    resident = selectors.resident_for(request.viewer, resident_id)
    writable = visible(request.viewer, RESIDENT_WRITE)
    if not Resident.objects.filter(writable, pk=resident.pk).exists():
        raise NotVisible
    audit.record_read(by=request.viewer, act=act, resident_ids=[resident.id])
    return resident


def about(request: HttpRequest, resident: Resident, tab: str) -> dict[str, Any]:
    """The head and the tabs of a page about one resident."""
    groups = selectors.group_codes_of([resident.id], clock.today())[resident.id]
    return {
        "resident": resident_card(resident, clock.today(), groups=groups),
        "tabs": _tabs(request, resident, tab),
        "may_read": request.viewer.can(RESIDENT_READ),
    }


def _tabs(request: HttpRequest, resident: Resident, tab: str) -> list[dict[str, Any]]:
    titles = {
        "change": _("资料"),
        "groups": _("人群"),
        "membership": _("家庭"),
        "stays": _("外出"),
        "guardian": _("监护人"),
        "departure": _("迁移、死亡和注销"),
    }
    if request.viewer.can(RESIDENT_MERGE):
        titles["merge"] = _("合并重复档案")
    return [
        {"label": title, "url": reverse(f"people:{name}", args=[resident.id]), "is_active": name == tab, "count": None}
        for name, title in titles.items()
    ]


def done(form: Form, act: Callable[[], Any]) -> bool:
    """Do it; a refusal goes above the form (409, 422, 429), what may not be seen stays a 404."""
    try:
        act()
    except NotVisible:
        raise
    except CodedError as refusal:
        form.refuse(refusal)
        return False
    return True


def status_of(form: Form) -> int:
    """The answer's status for a form that is shown again."""
    refusal = getattr(form, "refusal", None)
    if refusal is not None:
        return refusal.status
    return 422 if form.is_bound else 200
