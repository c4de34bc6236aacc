"""Official tables of a region: shown, taken away as a workbook, printed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import selectors
from jiayi.insight.indicators.presenters import tables as words

from .asking import CHINESE, language
from .board import about_board, take_numbers

TEMPLATE = "insight/indicators/typst/table.typ"


@login_required
@require_GET
def tables_home(request: HttpRequest) -> HttpResponse:
    """Go to the tables of the widest region that the viewer may see."""
    code = selectors.home_region(request.viewer)
    if not code:
        raise NotVisible
    return redirect("indicators:tables", code=code)


@login_required
@require_GET
def tables(request: HttpRequest, code: str) -> HttpResponse:
    """Every official table of a region."""
    selectors.require_region(request.viewer, code)
    listed = [
        {
            "code": one.table,
            "label": one.label(language()),
            "columns": [c.label(language()) for c in one.columns.values()],
        }
        for one in rulebook().tables.values()
    ]
    return render(request, "indicators/tables.html", about_board(request, code, "tables") | {"tables": listed})


@login_required
@require_http_methods(["GET", "POST"])
def table(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """One table; POST takes it away."""
    context = _filled(request, code, name)
    page = context["page"]
    if request.method == "POST":
        if not page.lines:
            raise NotVisible
        narrowed = [str(context["periods"][0].as_of)]
        return take_numbers(request, code, page.title, words.export_columns(page), page.lines, narrowed)
    context["bys"] = [("parts", _("下级地区")), ("institution", _("机构")), ("team", _("团队")), ("doctor", _("医生"))]
    context["cells"] = [
        {"line": line, "shown": [(label, words.shown(line.values[one], kind)) for one, label, kind in page.heads]}
        for line in page.lines
    ]
    return render(request, "indicators/table.html", context)


@login_required
@require_GET
def table_pdf(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The same on paper, in Chinese."""
    with override(CHINESE):
        context = _filled(request, code, name)
    audit.record(
        by=request.viewer,
        act="indicators.export_indicators",
        subject_kind="region",
        subject_ids=[code],
        details={"kind": "pdf", "table": name},
    )
    data = words.paper_data(context["page"], context["region"], context["periods"])
    return pdf_response(template=TEMPLATE, data=data, name=f"{name}-{code}")


def _filled(request: HttpRequest, code: str, name: str) -> dict[str, Any]:
    selectors.require_region(request.viewer, code)
    entry = selectors.table_for(name)
    context = about_board(request, code, "tables")
    by = request.GET.get("by", "parts")
    by = by if by in words.BY else "parts"
    periods = selectors.periods_of(code, context["month"])
    page = words.table_page(request.viewer, context["region"], entry, by, periods, language())
    return context | {"entry": entry, "by": by, "periods": periods, "page": page}
