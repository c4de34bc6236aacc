"""Who carries the service together in a region."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms import CoordinatorForm
from jiayi.registry.organization.permissions import INSTITUTION_WRITE
from jiayi.registry.organization.presenters import coordination as presenters


@require_http_methods(["GET", "POST"])
def coordination(request: HttpRequest, code: str) -> HttpResponse:
    """The leading group, departments, local helpers and offices; named by POST."""
    viewer, today = request.viewer, clock.today()
    region = selectors.region_for(viewer, code)
    may_write = viewer.scope(INSTITUTION_WRITE).holds_region(code)
    if request.method == "POST" and not may_write:
        raise NotVisible
    found = selectors.coordination(code, today)
    form = CoordinatorForm(request.POST or None, seats=presenters.seat_choices(found), today=today)
    if request.method == "POST" and form.is_valid():
        services.name_coordinator(by=viewer, region_code=code, **form.cleaned_data)
        messages.success(request, _("已登记。"))
        return redirect("organization:coordination", code)
    context = {
        "region": region,
        "ancestors": selectors.ancestors(viewer, code),
        "parts": presenters.parts(found),
        "form": form,
        "may_write": may_write,
    }
    return render(request, "organization/coordination.html", context, status=422 if form.errors else 200)


@require_POST
def end_coordinator(request: HttpRequest, code: str, coordinator_id: Any) -> HttpResponse:
    """End a person's time in a seat today."""
    services.end_coordinator(by=request.viewer, region_code=code, coordinator_id=coordinator_id, ends_on=clock.today())
    messages.success(request, _("已结束，自明日起不再负责。"))
    return redirect("organization:coordination", code)
