"""The table of prices: what each package on offer costs whom on a day, for print and as a file."""

import datetime as dt
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.core.dates import parse_iso_day
from jiayi.foundation.ui.exports import ExportNote, export_response
from jiayi.registry.organization import selectors as organization
from jiayi.service.agreements import permissions
from jiayi.service.agreements.presenters import price_table as words
from jiayi.service.agreements.terms import Payer

_MOST_PLACES = 400


@require_http_methods(["GET", "POST"])
def prices(request: HttpRequest) -> HttpResponseBase:
    """Packages on offer with price, payers and source; of one institution or of all within reach. POST: as a file."""
    viewer = request.viewer
    places = list(organization.managed_institutions(viewer, permissions.PACKAGE_READ)[:_MOST_PLACES])
    if not places:
        raise NotVisible
    chosen = next((place for place in places if str(place.id) == request.GET.get("institution", "")), None)
    on = _day(request.GET.get("on", ""))
    rows = words.price_rows([chosen] if chosen else places, on)
    may_export = viewer.can(permissions.EXPORT)
    if request.method == "POST":
        if not may_export:
            raise NotVisible
        return _file(request, rows, on, chosen.id if chosen else None)
    context = {
        "rows": rows,
        "places": places,
        "chosen": chosen,
        "region": _("辖区全部机构"),
        "on": on,
        "payers": [payer.label(get_language() or "") for payer in Payer],
        "may_export": may_export,
    }
    return render(request, "agreements/package_prices.html", context)


def _file(request: HttpRequest, rows: list[dict], on: dt.date, institution: UUID | None) -> HttpResponseBase:
    kind = "csv" if request.POST.get("export") == "csv" else "xlsx"
    details = {"on": on.isoformat(), "institution": str(institution or ""), "rows": len(rows), "kind": kind}
    audit.record(by=request.viewer, act="agreements.export_package_prices", details=details)
    note = ExportNote(by=request.viewer.actor_name, at=clock.now(), filters=on.isoformat())
    return export_response(kind, name=_("服务包价格与支付"), columns=words.PRICE_COLUMNS, rows=rows, note=note)


def _day(text: str) -> dt.date:
    try:
        return parse_iso_day(text)
    except ValueError:
        return clock.today()
