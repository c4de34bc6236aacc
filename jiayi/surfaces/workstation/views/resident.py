"""The resident page: one screen that tells who this is, what was promised, and what is due."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.registry.people import selectors as people
from jiayi.registry.people import services as people_services
from jiayi.surfaces.workstation.forms import RevealForm
from jiayi.surfaces.workstation.presenters import resident as presenters

SHOWN_NUMBERS = ("national_id", "phone", "home_phone", "contact_phone")


@login_required
@never_cache
@require_GET
def resident(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Everything about one resident; 404 outside of the viewer's reach."""
    today = clock.today()
    person = people.resident_for(request.viewer, resident_id, on=today)
    page = presenters.resident_page(request.viewer, person, today, get_language() or "")
    audit.record_read(by=request.viewer, act="workstation.open_resident", resident_ids=page.resident_ids)
    return render(request, "workstation/resident.html", {"page": page, "today": today})


@login_required
@never_cache
@require_POST
def reveal(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """The numbers in full, for a stated reason that is kept; a fragment of the resident page."""
    person = people.resident_for(request.viewer, resident_id, on=clock.today())
    form = RevealForm(request.POST)
    numbers: dict[str, str] = {}
    if form.is_valid():
        numbers = people_services.reveal_numbers(
            by=request.viewer, resident_id=person.id, names=SHOWN_NUMBERS, reason=form.cleaned_data["reason"]
        )
    rows = presenters.number_rows(numbers, person)
    status = 200 if form.is_valid() else 422
    context = {"rows": rows, "form": form, "resident_id": person.id, "revealed": form.is_valid()}
    return render(request, "workstation/resident/numbers.html", context, status=status)
