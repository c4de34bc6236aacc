"""Read one order: what it says, what it rests on, what was given of it, and what may be done."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.service.prescriptions import permissions, presenters, selectors
from jiayi.service.prescriptions.forms import AnswerForm, AuditForm, ResumeForm
from jiayi.service.prescriptions.models import Prescription


@login_required
@require_GET
def prescription(request: HttpRequest, prescription_id: UUID) -> HttpResponse:
    """One order with everything about it."""
    order = selectors.prescription_for(request.viewer, prescription_id)
    audit.record_read(by=request.viewer, act="prescriptions.open", resident_ids=[order.resident_id])
    return show(request, order)


def show(request: HttpRequest, order: Prescription, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of an order, with forms as they were filled in where one was refused."""
    today = clock.today()
    viewer = request.viewer
    context = {
        "page": presenters.order_page(
            order,
            selectors.supply_of(order, on=today),
            versions=selectors.versions_of(order),
            thread=selectors.thread_of(order),
            dispensings=selectors.dispensings_of(order),
            follow_ups=list(order.follow_ups.order_by("due_on")),
            on=today,
        ),
        "may_write": viewer.can(permissions.WRITE),
        "may_audit": viewer.can(permissions.AUDIT),
        "may_dispense": viewer.can(permissions.DISPENSE),
        "may_review": viewer.can(permissions.WRITE_RECORD),
        "benefit": selectors.benefit_of(order, on=today),
        "audit_form": AuditForm(initial={"version": order.version}),
        "answer_form": AnswerForm(),
        "resume_form": ResumeForm(),
    }
    return render(request, "prescriptions/prescription.html", context | forms, status=status)
