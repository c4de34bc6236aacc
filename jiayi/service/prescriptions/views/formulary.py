"""A county's formulary: the list, workbooks tried, taken and undone, what an institution keeps, how it matches."""

import io
import tempfile
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible, identifier_of
from jiayi.foundation.intake.services import FileRefused, check_size, reject_cells, write_rejects
from jiayi.foundation.ui.acting import do_and_return
from jiayi.foundation.ui.exports import ExportNote, export_response
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list
from jiayi.service.prescriptions import permissions, presenters, selectors, services
from jiayi.service.prescriptions.forms import FormularyForm

SHOWN, LISTED = 100, 30


@login_required
@require_http_methods(["GET", "POST"])
def formulary(request: HttpRequest) -> HttpResponseBase:
    """The lines of the county; POST takes them away as a file."""
    counties = selectors.counties_of(request.viewer)
    if not counties:
        raise NotVisible
    county = next((one for one in counties if one.code == request.GET.get("county")), counties[0])
    page = list_page(presenters.formulary_list(), selectors.formulary(request.viewer, county.code), request.GET)
    if request.method == "POST":
        file = ListFile(
            name=_("药品目录"),
            columns=presenters.FORMULARY_COLUMNS,
            record=lambda taken: None,  # no personal data
            rows=lambda rows: (presenters.line_row(one) for one in rows),
        )
        return list_file(request, page, file, at=clock.now())
    context = {
        "page": page.show(presenters.line_row),
        "county": county,
        "may_import": request.viewer.can(permissions.FORMULARY),
        "may_export": True,
    }
    return render_list(request, "prescriptions/formulary.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def formulary_batches(request: HttpRequest) -> HttpResponse:
    """Workbooks handed in, and the place to hand one in: it is tried, nothing is written yet."""
    if not request.viewer.can(permissions.FORMULARY):
        raise NotVisible
    form = FormularyForm(selectors.counties_of(request.viewer), request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = _tried(request, form.cleaned_data["region"], form.cleaned_data["file"])
        except (BadShape, FileRefused) as error:
            form.refuse(error)
        else:
            return redirect("prescriptions:formulary_batch", batch.id)
    rows = [presenters.batch_row(one) for one in selectors.batches(request.viewer)[:LISTED]]
    status = 422 if request.method == "POST" else 200
    return render(request, "prescriptions/formulary_batches.html", {"form": form, "rows": rows}, status=status)


@login_required
@require_GET
def formulary_batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One workbook: what became or would become of its rows."""
    found = selectors.batch_for(request.viewer, batch_id)
    context = {
        "row": presenters.batch_row(found),
        "rejected": presenters.rejected_rows(found, SHOWN),
        "warned": presenters.warned_rows(found, SHOWN),
    }
    return render(request, "prescriptions/formulary_batch.html", context)


@login_required
@require_GET
def formulary_rejects(request: HttpRequest, batch_id: UUID) -> HttpResponseBase:
    """The rejected rows as they were, the reasons beside them."""
    found = selectors.batch_for(request.viewer, batch_id)
    heading = [_("原行号"), _("原因代码"), _("原因（中文）"), "Reason"]
    rows = ((reject_cells(number, codes, texts), cells) for number, codes, texts, cells in found.rejects)
    content = io.BytesIO()
    write_rejects(content, heading=found.heading, reason_heading=heading, rows=rows)
    content.seek(0)
    return FileResponse(content, as_attachment=True, filename=_("退回的行") + ".xlsx")


@login_required
@require_POST
def take_formulary(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Write what was tried."""
    act = partial(services.take_formulary, by=request.viewer, batch_id=batch_id)
    return do_and_return(request, act, back=_page_of(batch_id), done=_("已导入。"))


@login_required
@require_POST
def undo_formulary(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Put back what stood before."""
    act = partial(services.undo_formulary, by=request.viewer, batch_id=batch_id)
    return do_and_return(request, act, back=_page_of(batch_id), done=_("已撤销。"))


@login_required
@require_http_methods(["GET", "POST"])
def institution_formulary(request: HttpRequest, institution_id: UUID) -> HttpResponseBase:
    """What an institution keeps of the county's formulary; POST keeps what is ticked on the page."""
    institution, lines = selectors.lines_for_institution(request.viewer, institution_id)
    page = list_page(presenters.formulary_list(), lines, request.GET)
    keeping = selectors.institutions_with_stock(request.viewer, permissions.STOCK_WRITE)
    may_write = keeping.filter(pk=institution_id).exists()
    if request.method == "POST":
        if not may_write:
            raise NotVisible
        came, went = services.keep_drugs(
            by=request.viewer,
            institution_id=institution_id,
            line_ids=[identifier_of(text) for text in request.POST.getlist("line")],
            shown=[identifier_of(text) for text in request.POST.getlist("shown")],
        )
        messages.success(request, _("已保存：新增 %(came)s，去掉 %(went)s。") % {"came": came, "went": went})
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    context = {"page": page.show(presenters.line_row), "institution": institution, "may_write": may_write}
    return render_list(request, "prescriptions/institution_formulary.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def formulary_match(request: HttpRequest) -> HttpResponseBase:
    """Primary institutions against the county hospital, the worst first; POST takes the table away."""
    if not request.viewer.can(permissions.STOCK_READ):
        raise NotVisible
    found = selectors.matches(request.viewer, on=clock.today())
    target = selectors.match_target(found[0].institution.region_id, clock.today()) if found else None
    rows = [presenters.match_row(one, target) for one in found]
    if request.method == "POST":
        kind = "csv" if request.POST.get("export", "").endswith("csv") else "xlsx"
        note = ExportNote(request.viewer.actor_name, clock.now(), str(clock.today()))
        return export_response(kind, name=_("目录匹配率"), columns=presenters.MATCH_COLUMNS, rows=rows, note=note)
    context = {"rows": rows, "target": None if target is None else f"{100 * target:.0f}%"}
    return render(request, "prescriptions/formulary_match.html", context)


def _tried(request: HttpRequest, region_code: str, file: Any) -> Any:
    check_size(file.name, file.size)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "formulary" + Path(file.name).suffix.lower())
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        try:
            return services.try_formulary(
                by=request.viewer, region_code=region_code, path=path, file_name=file.name, on=clock.today()
            )
        except LawBroken as error:
            raise BadShape(error.code, error.message) from error


def _page_of(batch_id: UUID) -> str:
    return reverse("prescriptions:formulary_batch", args=[batch_id])
