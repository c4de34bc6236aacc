"""Acts on an order: audit, answer, stop, let it go on."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as records
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.ui.forms import Form
from jiayi.service.prescriptions import permissions, selectors, services
from jiayi.service.prescriptions.forms import AnswerForm, AuditForm, ResumeForm, StopForm
from jiayi.service.prescriptions.terms import AuditAct, StopReason

from .reading import show


@login_required
@require_POST
def audit(request: HttpRequest, prescription_id: UUID) -> HttpResponse:
    """What the pharmacist says of it."""
    order = selectors.prescription_for(request.viewer, prescription_id, permission=permissions.AUDIT)
    form = AuditForm(request.POST)
    status = done(
        form,
        lambda data: services.audit_prescription(
            by=request.viewer,
            prescription_id=order.id,
            version=data["version"],
            act=AuditAct(data["act"]),
            text=data["text"],
            on=clock.today(),
            at=clock.now(),
        ),
    )
    if status:
        return show(request, order, status=status, audit_form=form)
    messages.success(request, _("已登记审核意见。"))
    return redirect("prescriptions:prescription", order.id)


@login_required
@require_POST
def answer(request: HttpRequest, prescription_id: UUID) -> HttpResponse:
    """The doctor answers the pharmacist without changing the order."""
    order = selectors.prescription_for(request.viewer, prescription_id, permission=permissions.WRITE)
    form = AnswerForm(request.POST)
    status = done(
        form,
        lambda data: services.answer_query(
            by=request.viewer, prescription_id=order.id, on=clock.today(), at=clock.now(), **data
        ),
    )
    if status:
        return show(request, order, status=status, answer_form=form)
    messages.success(request, _("已回复，等待药师审核。"))
    return redirect("prescriptions:prescription", order.id)


@login_required
@require_POST
def resume(request: HttpRequest, prescription_id: UUID) -> HttpResponse:
    """An order on hold goes on."""
    order = selectors.prescription_for(request.viewer, prescription_id, permission=permissions.WRITE)
    form = ResumeForm(request.POST)
    status = done(
        form,
        lambda data: services.resume_prescription(
            by=request.viewer, prescription_id=order.id, on=clock.today(), **data
        ),
    )
    if status:
        return show(request, order, status=status, resume_form=form)
    messages.success(request, _("已重新评估，处方继续。"))
    return redirect("prescriptions:prescription", order.id)


@login_required
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, prescription_id: UUID) -> HttpResponse:
    """End an order before its time."""
    order = selectors.prescription_for(request.viewer, prescription_id, permission=permissions.WRITE)
    form = StopForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = done(
            form,
            lambda data: services.stop_prescription(
                by=request.viewer,
                prescription_id=order.id,
                reason=StopReason(data["reason"]),
                note=data["note"],
                on=clock.today(),
            ),
        )
        if not status:
            messages.success(request, _("已停用，不再发药。"))
            return redirect("prescriptions:prescription", order.id)
    else:
        records.record_read(by=request.viewer, act="prescriptions.open_act", resident_ids=[order.resident_id])
    context = {
        "form": form,
        "heading": _("停用长期处方"),
        "action": _("确认停用"),
        "back": ("prescriptions:prescription", order.id),
        "name": order.resident.name,
        "help": _("停用后不再发药；已发的药请告知居民如何处理。"),
    }
    return render(request, "ui/act.html", context, status=status)


def done(form: Form, act: Callable[[dict[str, Any]], Any]) -> int:
    """Do it with the form's answers: 0, or the status of the refusal, which the form shows."""
    if not form.is_valid():
        return 422
    try:
        act(form.cleaned_data)
    except (BadShape, LawBroken) as error:
        form.refuse(error)
        return error.status
    return 0
