"""Signing sessions on a tablet: the list, a session's queue with its progress, one household after the other."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.service.agreements import permissions, presenters, selectors, services
from jiayi.service.agreements.forms import EntryForm, EntryRefusalForm, SessionForm
from jiayi.service.agreements.models import SessionEntry


@login_required
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponseBase:
    """The sessions within reach; POST opens one, or takes the list away as a file."""
    _require(request)
    page = list_page(presenters.session_list(), selectors.sessions(request.viewer), request.GET)
    if "export" in request.POST:
        return _export(request, page)
    regions = presenters.villages_of(request.viewer, clock.today())
    form = SessionForm(clock.today(), request.POST or None, regions=regions)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            session = services.open_session(
                by=request.viewer,
                region_code=data["region"],
                held_on=data["held_on"],
                place=data["place"],
                on=clock.today(),
            )
            return redirect("agreements:session", session.id)
        except BadShape as error:
            form.refuse(error)
    page.show(presenters.session_row)
    status = 422 if form.is_bound else 200
    answer = render_list(request, "agreements/sessions.html", {"page": page, "form": form})
    answer.status_code = status
    return answer


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    def record(taken: Taken) -> None:
        kind, act = "signing_session", "agreements.export_sessions"
        audit.record(by=request.viewer, act=act, subject_kind=kind, subject_ids=[], details=taken.details())

    file = ListFile(
        name=_("集中签约"),
        columns=presenters.SESSION_COLUMNS,
        record=record,
        rows=lambda rows: map(presenters.session_row, rows),
    )
    return list_file(request, page, file, at=clock.now())


@login_required
@require_GET
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The queue of a session and how far it is."""
    found = selectors.session_for(request.viewer, session_id)
    queue = list(selectors.queue_of(found))
    audit.record_read(
        by=request.viewer, act="agreements.open_session_queue", resident_ids=[o.resident_id for o in queue]
    )
    context = {"session": found, "page": presenters.session_page(queue)}
    return render(request, "agreements/session.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """One household: who signs, which packages, the signature; then the next one."""
    found = selectors.entry_for(request.viewer, entry_id)
    candidates = selectors.candidates_of(request.viewer, found, on=clock.today())
    form = EntryForm(
        request.POST or None,
        residents=presenters.candidate_choices(candidates, clock.today()),
        packages=presenters.offered_packages(found.session, clock.today()),
        chosen=("basic",),
        **presenters.guardian_choices(selectors.situation_of(request.viewer, found.resident_id, on=clock.today())),
    )
    if request.method == "GET":
        residents = [one.resident.id for one in candidates]
        audit.record_read(by=request.viewer, act="agreements.open_session_entry", resident_ids=residents)
        return _entry_page(request, found, form, candidates)
    if not form.is_valid():
        return _entry_page(request, found, form, candidates, status=422)
    data = form.cleaned_data
    try:
        services.sign_entry(
            by=request.viewer,
            entry_id=found.id,
            resident_ids=[UUID(one) for one in data["residents"]],
            packages=data["packages"],
            content=data["signature"],
            document_shown=data["document_shown"],
            told_list=data["told_list"],
            guardian=form.guardian(),
            on=clock.today(),
            at=clock.now(),
        )
    except (BadShape, LawBroken) as error:
        form.refuse(error)
        breaches = error.breaches if isinstance(error, LawBroken) else ()
        return _entry_page(request, found, form, candidates, status=error.status, breaches=breaches)
    messages.success(request, _("%(name)s 一户已签约。") % {"name": found.resident.name})
    return _next(found)


@login_required
@require_POST
def put_off(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The household did not come."""
    found = selectors.entry_for(request.viewer, entry_id)
    services.put_off_entry(by=request.viewer, entry_id=found.id, at=clock.now())
    return _next(found)


@login_required
@require_POST
def refuse_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Nobody of the household wants to sign."""
    found = selectors.entry_for(request.viewer, entry_id)
    form = EntryRefusalForm(request.POST)
    if form.is_valid():
        candidates = selectors.candidates_of(request.viewer, found, on=clock.today())
        services.refuse_entry(
            by=request.viewer,
            entry_id=found.id,
            resident_ids=[one.resident.id for one in candidates],
            reason=form.cleaned_data["reason"],
            on=clock.today(),
            at=clock.now(),
        )
    return _next(found)


@login_required
@require_POST
def close(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """End a session."""
    services.close_session(by=request.viewer, session_id=session_id, at=clock.now())
    messages.success(request, _("集中签约已结束，未办的住户仍在待签名单上。"))
    return redirect("agreements:session", session_id)


def _next(found: SessionEntry) -> HttpResponse:
    following = found.session.entries.filter(state="waiting", place__gt=found.place).order_by("place").first()
    if following is None:
        return redirect("agreements:session", found.session_id)
    return redirect("agreements:session_entry", following.id)


def _entry_page(
    request: HttpRequest, found: SessionEntry, form: EntryForm, candidates: list, status: int = 200, breaches=()
) -> HttpResponse:
    counted = selectors.session_for(request.viewer, found.session_id)
    context = {
        "entry": found,
        "session": counted,
        "form": form,
        "refusal_form": EntryRefusalForm(),
        "candidates": candidates,
        "breaches": breaches,
        "is_open": found.state in ("waiting", "absent") and found.session.closed_at is None,
    }
    return render(request, "agreements/session_entry.html", context, status=status)


def _require(request: HttpRequest) -> None:
    if not permissions.may_sign(request.viewer):
        raise NotVisible
