"""What a visit would cost a resident at each level, referred or not, on a page and on paper."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.documents.services import pdf_response
from jiayi.registry.people import selectors as people
from jiayi.surfaces.workstation.forms import CostForm
from jiayi.surfaces.workstation.presenters import costs as presenters

TEMPLATE = "surfaces/workstation/typst/costs.typ"


@login_required
@never_cache
@require_GET
def costs(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """The form and, where an amount is given, every level beside the other."""
    page, form = _page(request, resident_id)
    return render(request, "workstation/costs.html", {"page": page, "form": form, "query": request.GET.urlencode()})


@login_required
@require_GET
def costs_pdf(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """The same on paper, to take home."""
    page, _form = _page(request, resident_id)
    return pdf_response(template=TEMPLATE, data=presenters.paper(page, clock.today()), name="costs")


def _page(request: HttpRequest, resident_id: UUID) -> tuple[dict[str, Any], CostForm]:
    viewer, today = request.viewer, clock.today()
    resident = people.resident_for(viewer, resident_id, on=today)
    form = CostForm(request.GET if "amount" in request.GET else None)
    audit.record_read(by=viewer, act="insurance.compare", resident_ids=[resident.id])
    given = form.cleaned_data if form.is_bound and form.is_valid() else CostForm.usual()
    return presenters.costs_page(viewer, resident, given, today), form
