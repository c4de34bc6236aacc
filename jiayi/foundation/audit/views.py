"""Pages of the history, for its readers alone."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.ui.exports import ExportNote, export_response
from jiayi.foundation.ui.lists import list_page, render_list

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
    extent, _dash, file_kind = request.POST.get("export", "page-xlsx").partition("-")
    details = {"filters": sorted(page.values), "extent": extent, "file": file_kind}
    services.record(by=request.viewer, act="audit.export_entries", details=details)
    return export_response(
        "csv" if file_kind == "csv" else "xlsx",
        name=_("审计日志"),
        columns=COLUMNS,
        rows=page.every_row() if extent == "all" else page.rows,
        note=ExportNote(by=request.viewer.actor_name, at=clock.now(), filters=page.filter_words),
    )


@require_GET
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry with everything it holds."""
    return render(request, "audit/entry.html", {"entry": selectors.entry_for(request.viewer, entry_id)})
