"""Search over all residents a viewer may see, and the look-up of one person outside of that by the exact number."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.registry.people import selectors as people
from jiayi.registry.people import services as people_services
from jiayi.surfaces.workstation.forms import LookupForm, SearchForm
from jiayi.surfaces.workstation.permissions import RESIDENT_LOOKUP, RESIDENT_READ
from jiayi.surfaces.workstation.presenters import search as presenters

EXACT = {"national_id", "phone", "archive_number"}


@login_required
@never_cache
@sensitive_post_parameters("q")
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Residents by name, initials, identity number, phone or archive number; what was typed comes in the body."""
    if not request.viewer.can(RESIDENT_READ):
        raise NotVisible
    form = SearchForm(request.POST or None)
    if not form.is_valid():
        return render(request, "workstation/search.html", {"page": None, "may_look_up": _may_look_up(request)})
    text, today = form.cleaned_data["q"], clock.today()
    found = people.search(request.viewer, text, on=today)
    ids = [resident.id for resident in found.residents]
    details = {"kind": str(found.kind), "found": len(ids)}
    audit.record_read(by=request.viewer, act="workstation.search_residents", resident_ids=ids, details=details)
    if len(ids) == 1 and found.kind in EXACT:
        return redirect("workstation:resident", resident_id=ids[0])
    page = presenters.search_page(request.viewer, text, found, today, get_language() or "")
    return render(request, "workstation/search.html", {"page": page, "may_look_up": _may_look_up(request)})


def _may_look_up(request: HttpRequest) -> bool:
    return request.viewer.can(RESIDENT_LOOKUP)


@login_required
@never_cache
@sensitive_post_parameters("number")
@require_http_methods(["GET", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Whether somebody outside of one's area has a record, by the exact number and with a reason."""
    if not _may_look_up(request):
        raise NotVisible
    form = LookupForm(request.POST or None, language=get_language() or "")
    context = {"form": form, "asked": False, "found": None}
    if not form.is_valid():
        return render(request, "workstation/look_up.html", context, status=422 if form.is_bound else 200)
    try:
        context["found"] = people_services.find_by_national_id(by=request.viewer, **form.cleaned_data)
        context["asked"] = True
    except NotVisible:
        raise
    except CodedError as error:
        form.refuse(error)
        return render(request, "workstation/look_up.html", context, status=error.status)
    return render(request, "workstation/look_up.html", context)


@login_required
@never_cache
@require_GET
def look_ups(request: HttpRequest) -> HttpResponse:
    """One's own look-ups with their reasons; everybody's for who reads the audit."""
    rows = list(people.lookups(request.viewer)[:200])
    return render(request, "workstation/look_ups.html", {"rows": presenters.lookup_rows(rows, get_language() or "")})
