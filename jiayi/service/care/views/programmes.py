"""Programmes of a resident: take in, visit, contact, end."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.ui.addresses import own_address
from jiayi.foundation.ui.forms import Form
from jiayi.registry.people import selectors as people
from jiayi.registry.people import services as people_services
from jiayi.service.care import permissions, presenters, selectors, services
from jiayi.service.care.forms import AttemptForm, CloseForm, EnrolForm
from jiayi.service.care.models import Enrolment


@login_required
@require_GET
def visit(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """One programme of a resident: when it is due, the forms of a visit, and the attempts to reach them."""
    enrolment = selectors.enrolment_for(request.viewer, enrolment_id)
    audit.record_read(by=request.viewer, act="care.open_enrolment", resident_ids=[enrolment.resident_id])
    return _page(request, enrolment, AttemptForm(clock.today()), CloseForm(clock.today()))


@login_required
@require_POST
def attempt(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Somebody tried to reach the resident."""
    enrolment = selectors.enrolment_for(request.viewer, enrolment_id, to_write=True)
    form = AttemptForm(clock.today(), request.POST)
    status = _done(form, lambda data: services.record_attempt(by=request.viewer, enrolment_id=enrolment.id, **data))
    if status:
        return _page(request, enrolment, form, CloseForm(clock.today()), status)
    messages.success(request, _("已登记联系结果。"))
    return redirect("care:visit", enrolment.id)


@login_required
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Call somebody from a list: the numbers to call, and what came of it; htmx gets a dialog, others a page.

    That the numbers are shown is on record, with the programme as the reason.
    """
    enrolment = selectors.enrolment_for(request.viewer, enrolment_id, to_write=True)
    form = AttemptForm(clock.today(), request.POST or None, initial={"outcome": ""})
    back = own_address(request, request.POST.get("next") or request.GET.get("next", ""))
    status = 200
    if request.method == "POST":
        status = _done(form, lambda data: services.record_attempt(by=request.viewer, enrolment_id=enrolment.id, **data))
        if not status:
            messages.success(request, _("已登记联系结果。"))
            return redirect(back)
    context = {
        "form": form,
        "page": presenters.enrolment_page(enrolment, selectors.attempts_of(enrolment), on=clock.today()),
        "numbers": _numbers_to_call(request, enrolment),
        "next": back,
        "dialog": bool(request.htmx),
    }
    return render(request, "care/contact_dialog.html" if request.htmx else "care/contact.html", context, status=status)


def _numbers_to_call(request: HttpRequest, enrolment: Enrolment) -> list[tuple[str, str]]:
    labels = {"phone": _("手机"), "home_phone": _("家庭电话"), "contact_phone": _("联系人电话")}
    numbers = people_services.reveal_numbers(
        by=request.viewer,
        resident_id=enrolment.resident_id,
        names=tuple(labels),
        reason=_("联系随访：%(programme)s") % {"programme": presenters.programme_label(enrolment.programme)},
    )
    return [(labels[name], number) for name, number in numbers.items() if number]


@login_required
@require_POST
def close(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """The programme ends for the resident."""
    enrolment = selectors.enrolment_for(request.viewer, enrolment_id, to_write=True)
    form = CloseForm(clock.today(), request.POST)
    status = _done(form, lambda data: services.close_enrolment(by=request.viewer, enrolment_id=enrolment.id, **data))
    if status:
        return _page(request, enrolment, AttemptForm(clock.today()), form, status)
    messages.success(request, _("已结案。"))
    return redirect("care:visit", enrolment.id)


@login_required
@require_POST
def take_back(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Somebody who was lost is found again."""
    enrolment = selectors.enrolment_for(request.viewer, enrolment_id, to_write=True)
    try:
        services.take_back(by=request.viewer, enrolment_id=enrolment.id, on=clock.today())
        messages.success(request, _("已恢复管理。"))
    except LawBroken as error:
        messages.error(request, error.message)
    return redirect("care:visit", enrolment.id)


@login_required
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Take a resident into a programme."""
    resident = people.resident_for(request.viewer, resident_id, permission=permissions.WRITE)
    restricted = request.viewer.can(permissions.WRITE_RESTRICTED)
    form = EnrolForm(clock.today(), request.POST or None, restricted=restricted)
    status = 0
    if request.method == "POST":
        status = _done(form, lambda data: services.enrol(by=request.viewer, resident_id=resident.id, **data))
        if not status:
            messages.success(request, _("已纳入管理。"))
            return redirect("workstation:resident", resident.id)
    context = {
        "form": form,
        "heading": _("纳入管理"),
        "action": _("纳入管理"),
        "back": ("workstation:resident", resident.id),
        "name": resident.name,
        "help": _("纳入后按规范排出下次随访时间，并进入待办。"),
    }
    return render(request, "ui/act.html", context, status=status or 200)


def _done(form: Form, act: Callable[[dict[str, Any]], Any]) -> int:
    """Do it with the form's answers: 0, or the status of the refusal, which the form shows."""
    if not form.is_valid():
        return 422
    try:
        act(form.cleaned_data | {"on": clock.today()})
    except (BadShape, LawBroken) as error:
        form.refuse(error)
        return error.status
    return 0


def _page(
    request: HttpRequest, enrolment: Enrolment, attempt_form: Form, close_form: Form, status: int = 200
) -> HttpResponse:
    context = {
        "page": presenters.enrolment_page(enrolment, selectors.attempts_of(enrolment), on=clock.today()),
        "attempt_form": attempt_form,
        "close_form": close_form,
        "may_write": request.viewer.can(permissions.WRITE),
    }
    return render(request, "care/visit.html", context, status=status)
