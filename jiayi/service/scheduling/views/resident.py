"""What a resident's page shows of sessions, and booking the resident into one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.acting import do_and_return
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling import permissions, presenters, selectors, services
from jiayi.service.scheduling.forms import BookForm

SHOWN = 12


@login_required
@require_GET
def of_resident(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """A part of the resident's page: bookings to come and past ones."""
    bookings = selectors.bookings_of_resident(request.viewer, resident_id)
    resident = people.resident_for(request.viewer, resident_id, on=clock.today())
    audit.record_read(by=request.viewer, act="scheduling.open_resident", resident_ids=[resident.id])
    context = presenters.resident_rows(list(bookings[:SHOWN]), clock.today()) | {
        "resident": resident,
        "may_book": request.viewer.can(permissions.BOOK),
    }
    return render(request, "scheduling/of_resident.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Choose a session for the resident: those of the team that answers for the village first."""
    if not request.viewer.can(permissions.BOOK):
        raise NotVisible
    today = clock.today()
    resident = people.resident_for(request.viewer, resident_id, on=today)
    back = reverse("workstation:resident", args=[resident.id])
    if request.method == "POST":
        form = BookForm(request.POST)
        if not form.is_valid() or not form.cleaned_data["session"]:
            raise NotVisible
        data = form.cleaned_data
        target = selectors.session_for(request.viewer, data["session"], permission=permissions.BOOK)

        def act() -> object:
            return services.book(
                by=request.viewer,
                session_id=target.id,
                resident_id=resident.id,
                waits=data["waits"],
                purpose=data["purpose"],
                on=today,
            )

        return do_and_return(request, act, back=back, done=_("已登记。"))
    audit.record_read(by=request.viewer, act="scheduling.open_booking", resident_ids=[resident.id])
    team = organization.team_of_region(resident.region_id, today)
    own = list(selectors.sessions_to_book(request.viewer, on=today, teams=[team])) if team else []
    rows = own or list(selectors.sessions_to_book(request.viewer, on=today))
    context = {
        "resident": resident,
        "rows": presenters.choice_rows(rows),
        "heading": _("预约门诊或巡诊"),
        "back": back,
        "address": reverse("scheduling:book_resident", args=[resident.id]),
        "subject": resident.region.name,
        "asks_purpose": True,
    }
    return render(request, "scheduling/choose.html", context)
