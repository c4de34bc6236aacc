"""Who attended: the page behind the code on the wall, finding residents, the sheet."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.community.outreach import permissions, presenters, selectors, services
from jiayi.community.outreach.forms import AttendForm, FindForm
from jiayi.community.outreach.models import Activity
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import pdf_response, qr_code
from jiayi.foundation.ui.acting import do_and_return
from jiayi.registry.people import selectors as people

from .activities import may

FOUND = 12


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def attend(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """The page for a phone at the door: find a resident and enter them by one button."""
    found = selectors.activity_for(request.viewer, activity_id, permission=permissions.WRITE)
    if request.method == "POST":
        form = AttendForm(request.POST)
        if not form.is_valid():
            raise NotVisible
        act = partial(
            services.enter_attendance,
            by=request.viewer,
            activity_id=found.id,
            resident_id=form.cleaned_data["resident"],
            on=clock.today(),
            at=clock.now(),
        )
        return do_and_return(request, act, back=reverse("outreach:attend", args=[found.id]), done=_("已签到。"))
    return render(request, "outreach/attend.html", _page(request, found, "outreach.open_activity"))


@login_required
@never_cache
@require_POST
def find(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Residents that a text finds; a fragment of the page."""
    found = selectors.activity_for(request.viewer, activity_id, permission=permissions.WRITE)
    form = FindForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    residents = people.search(request.viewer, text, on=clock.today(), limit=FOUND)
    audit.record_read(
        by=request.viewer, act="outreach.find_resident", resident_ids=[one.id for one in residents.residents]
    )
    present = found.attendances.values_list("resident_id", flat=True)
    rows = presenters.found_rows(residents.residents, clock.today(), present)
    context = {"activity": found, "rows": rows, "more": residents.more, "was_asked": True}
    return render(request, "outreach/found.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, attendance_id: UUID) -> HttpResponse:
    """An entry was a mistake."""
    entry = selectors.attendance_for(request.viewer, attendance_id)
    act = partial(services.remove_attendance, by=request.viewer, attendance_id=entry.id)
    back = reverse("outreach:attend", args=[entry.activity_id])
    return do_and_return(request, act, back=back, done=_("已撤销签到。"))


@login_required
@require_GET
def sheet(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """The attendance sheet as PDF, with the code that opens the page for a phone."""
    found = selectors.activity_for(request.viewer, activity_id)
    page = _page(request, found, "outreach.print_sheet")
    address = request.build_absolute_uri(reverse("outreach:attend", args=[found.id]))
    data = presenters.sheet_data(found, page["entries"], qr=qr_code(address), on=clock.today())
    return pdf_response(template="community/outreach/typst/sheet.typ", data=data, name=f"attendance-{found.held_on}")


def _page(request: HttpRequest, found: Activity, act: str) -> dict[str, Any]:
    entries = selectors.attendance_of(request.viewer, found)
    audit.record_read(by=request.viewer, act=act, resident_ids=[one.resident_id for one in entries if one.is_seen])
    rows = presenters.attendance_rows(entries, clock.today())
    return {"activity": found, "entries": rows} | presenters.activity_page(found) | may(request, found)
