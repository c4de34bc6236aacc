"""Enter a service by hand, note what the resident says of one, take one back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.ui.forms import Form
from jiayi.registry.people import selectors as people
from jiayi.service.fulfilment import permissions, presenters, selectors, services
from jiayi.service.fulfilment.forms import ServiceForm, TestimonyForm, VoidServiceForm
from jiayi.service.fulfilment.models import DoneService


@login_required
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Enter a service that has no form of its own."""
    resident = people.resident_for(request.viewer, resident_id, on=clock.today())
    if not request.viewer.can(permissions.RECORD, resident.region_id):
        raise NotVisible
    items = presenters.items_by_hand(resident, clock.today())
    initial = {"item": request.GET.get("item", "")}
    form = ServiceForm(clock.today(), request.POST or None, items=items, initial=initial)
    words = {
        "heading": _("登记服务"),
        "action": _("登记"),
        "done": _("已登记。"),
        "help": _("随访、体检等有记录表的服务由记录自动登记，不在这里填。"),
    }

    def act(**fields: Any) -> None:
        services.record_service(by=request.viewer, resident_id=resident.id, on=clock.today(), **fields)

    return _answer(request, resident, form, act, words)


@login_required
@require_http_methods(["GET", "POST"])
def testify(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """The resident confirmed or disputed a service, at a visit or by phone."""
    done = selectors.service_for(request.viewer, service_id, permission=permissions.RECORD)
    form = TestimonyForm(clock.today(), request.POST or None)
    words = {
        "heading": _("登记居民的说法"),
        "action": _("登记"),
        "done": _("已登记居民的说法。"),
        "help": _("居民确认后，“仅人员登记”的服务计为双方确认；有异议的在核实前不计入有效签约。"),
        "service": presenters.service_shown(done),
    }

    def act(**fields: Any) -> None:
        services.record_testimony(by=request.viewer, service_id=done.id, on=clock.today(), **fields)

    return _answer(request, done.resident, form, act, words)


@login_required
@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Take back a service that was entered by hand."""
    done = _by_hand(request, service_id)
    form = VoidServiceForm(request.POST or None)
    words = {
        "heading": _("撤销服务登记"),
        "action": _("撤销"),
        "done": _("已撤销，已冲回。"),
        "help": "",
        "service": presenters.service_shown(done),
    }

    def act(**fields: Any) -> None:
        services.void_service(by=request.viewer, service_id=done.id, on=clock.today(), **fields)

    return _answer(request, done.resident, form, act, words)


def _by_hand(request: HttpRequest, service_id: UUID) -> DoneService:
    done = selectors.service_for(request.viewer, service_id, permission=permissions.RECORD)
    if done.form or done.is_void:
        raise NotVisible
    return done


def _answer(
    request: HttpRequest, resident: Any, form: Form, act: Callable[..., Any], words: dict[str, Any]
) -> HttpResponse:
    """The form, or the act and the page it came from; a refusal comes back with the form as it was filled in."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(**form.cleaned_data)
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, words["done"])
                return redirect(_back(request, resident))
    else:
        audit.record_read(by=request.viewer, act="fulfilment.open_act", resident_ids=[resident.id])
    context = words | {"resident": resident, "form": form, "back": _back(request, resident)}
    return render(request, "fulfilment/act.html", context, status=status)


def _back(request: HttpRequest, resident: Any) -> str:
    """The page of the agreement that this was opened from, else the resident's."""
    try:
        return reverse("fulfilment:agreement", args=[UUID(request.GET.get("agreement", ""))])
    except ValueError:
        return reverse("workstation:resident", args=[resident.id])
