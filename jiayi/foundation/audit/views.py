"""Pages of the history, for its readers alone."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.ui.lists import ListFile, Taken, list_file, list_page, render_list

from . import selectors, services
from .listing import COLUMNS, history_list


@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """Who did what, to which record, when and from where."""
    rows = selectors.entries(request.viewer)
    page = list_page(history_list(request.viewer), rows, request.GET)
    return render_list(request, "audit/entries.html", {"page": page})


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file; taking it away is on record too."""
    rows = selectors.entries(request.viewer)
    page = list_page(history_list(request.viewer), rows, request.GET)

    def note(taken: Taken) -> None:
        services.record(by=request.viewer, act="audit.export_entries", details=taken.details())

    return list_file(request, page, ListFile(name=_("审计日志"), columns=COLUMNS, record=note), at=clock.now())


@require_GET
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry with everything it holds."""
    return render(request, "audit/entry.html", {"entry": selectors.entry_for(request.viewer, entry_id)})
