"""What the worklist asks for: tell of the list or of the coming end, note an objection, open the record."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from jiayi.foundation.base import clock
from jiayi.service.agreements import permissions, selectors, services
from jiayi.service.agreements.forms import StepForm

from .life import answer


@dataclass(frozen=True)
class _Step:
    """A service, what it calls the day, and the words of its page."""

    act: Callable[..., Any]
    day: str
    heading: str
    done: str
    help: str = ""


STEPS = {
    "told": _Step(
        services.tell_service_list,
        "told_on",
        gettext_noop("登记已告知服务清单"),
        gettext_noop("已登记告知服务清单。"),
    ),
    "notice": _Step(
        services.give_notice,
        "notified_on",
        gettext_noop("登记已告知到期"),
        gettext_noop("已登记告知到期。"),
        gettext_noop("告知居民协议即将到期，可以续签、变更或不再续签。"),
    ),
    "objection": _Step(
        services.record_objection,
        "objected_on",
        gettext_noop("登记不再续签"),
        gettext_noop("已登记，到期后不自动续约。"),
        gettext_noop("居民表示到期后不再续签；当前协议照常履行到期满。"),
    ),
    "opened": _Step(
        services.mark_record_opened,
        "opened_on",
        gettext_noop("登记健康档案已开放"),
        gettext_noop("已登记健康档案开放。"),
        gettext_noop("健康档案核对无误并已向居民开放后登记。"),
    ),
}


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, agreement_id: UUID, name: str) -> HttpResponse:
    """One step: the day it was done, then the act, which closes its task by itself."""
    permission = permissions.signs_with(request.viewer)
    agreement = selectors.agreement_for(request.viewer, agreement_id, permission=permission)
    chosen = STEPS[name]
    form = StepForm(clock.today(), chosen.day, request.POST or None)
    words = {
        "heading": _(chosen.heading),
        "action": _("登记"),
        "done": _(chosen.done),
        "help": _(chosen.help) if chosen.help else "",
    }
    return answer(request, agreement, form, partial(chosen.act, agreement_id=agreement.id), words)
