"""What a resident's page shows of medicines: orders that go on with what remains of them, and former ones."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions import permissions, presenters, selectors


@login_required
@require_GET
def of_resident(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """A part of the resident's page; 404 outside of the viewer's reach."""
    today = clock.today()
    resident = people.resident_for(request.viewer, resident_id, on=today, permission=permissions.READ)
    audit.record_read(by=request.viewer, act="prescriptions.open_resident", resident_ids=[resident.id])
    orders = selectors.prescriptions_of(request.viewer, resident.id)
    cards, former = presenters.resident_cards(orders, selectors.supplies_of(orders, on=today), on=today)
    context = {
        "resident": resident,
        "drafts": selectors.drafts_of(resident.id) if request.viewer.can(permissions.WRITE) else [],
        "cards": cards,
        "former": former,
        "may_write": request.viewer.can(permissions.WRITE),
        "may_dispense": request.viewer.can(permissions.DISPENSE),
    }
    return render(request, "prescriptions/of_resident.html", context)
