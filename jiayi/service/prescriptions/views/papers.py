"""Papers of an order: the prescription, labels, the education sheet."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.documents.services import pdf_response
from jiayi.service.prescriptions import presenters, selectors


@login_required
@require_GET
def paper(request: HttpRequest, prescription_id: UUID) -> HttpResponse:
    """The prescription with its QR code."""
    order = selectors.prescription_for(request.viewer, prescription_id)
    audit.record_read(by=request.viewer, act="prescriptions.print_paper", resident_ids=[order.resident_id])
    items = list(order.items.order_by("position"))
    data = presenters.paper_data(order, items, selectors.thread_of(order))
    return pdf_response(template=presenters.PAPER, data=data, name=order.code)


@login_required
@require_GET
def education(request: HttpRequest, prescription_id: UUID) -> HttpResponse:
    """What the patient takes home."""
    order = selectors.prescription_for(request.viewer, prescription_id)
    audit.record_read(by=request.viewer, act="prescriptions.print_education", resident_ids=[order.resident_id])
    data = presenters.education_data(order, list(order.items.order_by("position")), clock.today())
    return pdf_response(template=presenters.EDUCATION, data=data, name=f"{order.code}-education")


@login_required
@require_GET
def labels(request: HttpRequest, dispensing_id: UUID) -> HttpResponse:
    """A label for each drug that was given out."""
    given = selectors.dispensing_for(request.viewer, dispensing_id)
    residents = [given.prescription.resident_id]
    audit.record_read(by=request.viewer, act="prescriptions.print_labels", resident_ids=residents)
    data = presenters.label_data(given)
    return pdf_response(template=presenters.LABELS, data=data, name=f"{given.prescription.code}-labels")
