"""Sessions: the list, one with its residents, its sheet, and booking into it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.ui.acting import do_and_return
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.registry.people import selectors as people
from jiayi.service.scheduling import permissions, presenters, selectors, services
from jiayi.service.scheduling.forms import BookForm, FindForm
from jiayi.service.scheduling.models import Session
from jiayi.service.scheduling.terms import BookingState

FOUND = 12


@login_required
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponseBase:
    """Sessions within reach, the coming ones first; POST takes the list away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    spec = presenters.session_list(request.viewer, clock.today(), request.GET.get("region", ""))
    page = list_page(spec, selectors.sessions(request.viewer), presenters.usual_query(request.GET))
    if request.method == "POST":
        return _export(request, page)
    context = {
        "page": page.show(presenters.session_row),
        "may_export": request.viewer.can(permissions.EXPORT),
        "may_plan": request.viewer.can(permissions.WRITE),
    }
    return render_list(request, "scheduling/sessions.html", context)


@login_required
@never_cache
@require_GET
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One session: who is booked, who waits, who came, and what may be done."""
    found = selectors.session_for(request.viewer, session_id)
    page = _page(request, found, "scheduling.open_session")
    return render(request, "scheduling/session.html", page | _candidates(request, found, page))


@login_required
@require_GET
def sheet(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The day sheet as PDF."""
    found = selectors.session_for(request.viewer, session_id)
    page = _page(request, found, "scheduling.print_sheet")
    data = presenters.sheet_data(page, clock.today())
    return pdf_response(template="service/scheduling/typst/sheet.typ", data=data, name=f"sheet-{found.held_on}")


@login_required
@never_cache
@require_POST
def find(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Residents that a text finds, to be put into the session; a fragment of its page."""
    found = selectors.session_for(request.viewer, session_id, permission=permissions.BOOK)
    form = FindForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    residents = people.search(request.viewer, text, on=clock.today(), limit=FOUND)
    audit.record_read(
        by=request.viewer, act="scheduling.find_resident", resident_ids=[one.id for one in residents.residents]
    )
    present = found.bookings.exclude(state=BookingState.CANCELLED).values_list("resident_id", flat=True)
    context = {
        "session": found,
        "rows": presenters.found_rows(residents.residents, clock.today(), present),
        "more": residents.more,
        "form": form,
        "was_asked": True,
    }
    return render(request, "scheduling/found.html", context | _may(request, found))


@login_required
@require_POST
def book(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Put a resident or a household into the session, or enter somebody who came without a booking."""
    found = selectors.session_for(request.viewer, session_id, permission=permissions.BOOK)
    form = BookForm(request.POST)
    if not form.is_valid() or not (form.cleaned_data["resident"] or form.cleaned_data["household"]):
        raise NotVisible
    data = form.cleaned_data
    common = {"by": request.viewer, "session_id": found.id, "on": clock.today(), "purpose": data["purpose"]}

    def act() -> Any:
        if data["household"]:
            return services.book_household(household_id=data["household"], **common)
        if data["walk_in"]:
            return services.walk_in(resident_id=data["resident"], at=clock.now(), **common)
        return services.book(resident_id=data["resident"], waits=data["waits"], **common)

    done = _("已登记到诊。") if data["walk_in"] else _("已登记。")
    return do_and_return(request, act, back=reverse("scheduling:session", args=[found.id]), done=done)


def _page(request: HttpRequest, found: Session, act: str) -> dict[str, Any]:
    bookings = selectors.bookings_of(request.viewer, found)
    audit.record_read(by=request.viewer, act=act, resident_ids=[one.resident_id for one in bookings if one.is_seen])
    page = presenters.session_page(request.viewer, found, bookings, clock.today())
    return page | {"cards": presenters.sessions_cards(page), "today": clock.today()}


def _candidates(request: HttpRequest, found: Session, page: dict[str, Any]) -> dict[str, Any]:
    """Who has something due and might come, where the session still takes bookings."""
    if not page["takes_bookings"]:
        return {"suggested": []}
    residents = selectors.suggested(request.viewer, found, on=clock.today())
    if residents:
        audit.record_read(
            by=request.viewer, act="scheduling.list_suggested", resident_ids=[one.id for one in residents]
        )
    return {"suggested": presenters.found_rows(residents, clock.today())}


def _may(request: HttpRequest, found: Session) -> dict[str, Any]:
    page = presenters.session_page(request.viewer, found, [], clock.today())
    return {name: page[name] for name in ("takes_bookings", "takes_attendance", "is_full", "is_home_round")}


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("门诊和巡诊场次"),
        columns=presenters.SESSION_COLUMNS,
        record=lambda taken: _taken(request, taken),
        rows=lambda rows: (presenters.session_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())


def _taken(request: HttpRequest, taken: Taken) -> None:
    """No resident is in the file."""
    audit.record(by=request.viewer, act="scheduling.export_sessions", details=taken.details())
