"""Acts on many agreements: a workbook or a list to renew, tried first, confirmed, undone."""

import tempfile
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.intake.services import write_rejects
from jiayi.foundation.jobs import selectors as jobs
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import permissions, presenters, selectors
from jiayi.service.agreements.forms import RenewManyForm, UploadForm
from jiayi.service.agreements.services import batches as services
from jiayi.service.agreements.terms import RUNNING, BatchStatus

SHOWN = 200


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def batch_list(request: HttpRequest) -> HttpResponseBase:
    """What this person acted on in numbers, and the place to hand in a workbook; the export menu takes it away."""
    _require(request)
    page = list_page(presenters.batch_list(), selectors.batches(request.viewer), request.GET)
    if "export" in request.POST:
        return _export(request, page)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = services.start_import(
                by=request.viewer, file_name=file.name, size=file.size, chunks=file.chunks(), on=clock.today()
            )
            return redirect("agreements:batch", batch.id)
        except BadShape as error:
            form.refuse(error)
    page.show(presenters.batch_row)
    answer = render_list(request, "agreements/batches.html", {"form": form, "page": page})
    answer.status_code = 422 if request.method == "POST" else 200
    return answer


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    def record(taken: Taken) -> None:
        kind, act = "agreement_batch", "agreements.export_batches"
        audit.record(by=request.viewer, act=act, subject_kind=kind, subject_ids=[], details=taken.details())

    file = ListFile(
        name=_("批量办理"),
        columns=presenters.BATCH_COLUMNS,
        record=record,
        rows=lambda rows: map(presenters.batch_row, rows),
    )
    return list_file(request, page, file, at=clock.now())


@login_required
@require_POST
def renew_many(request: HttpRequest) -> HttpResponse:
    """Try to renew the agreements of the list with its filters, which stand in the address."""
    _require(request)
    form = RenewManyForm(request.POST)
    years = form.cleaned_data["years"] if form.is_valid() else None
    page = list_page(
        presenters.agreement_list(request.viewer, clock.today()), selectors.agreements(request.viewer), request.GET
    )
    ids = list(
        page.matching.order_by().filter(state__in=RUNNING).values_list("id", flat=True)[: services.MOST_RENEWED + 1]
    )
    try:
        batch = services.start_renewal(
            by=request.viewer,
            agreement_ids=ids,
            years=years,
            title=page.filter_words or _("全部协议"),
            on=clock.today(),
        )
    except BadShape as error:
        messages.error(request, error.message)
        return redirect("agreements:list")
    return redirect("agreements:batch", batch.id)


@login_required
@never_cache
@require_GET
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One batch: how far it is, what would become or became of its rows, what was rejected and why."""
    found = selectors.batch_for(request.viewer, batch_id)
    rejected = list(selectors.rejected_rows(found)[:SHOWN])
    residents = [row.resident_id for row in rejected if row.resident_id]
    names = dict(people.residents(request.viewer).filter(id__in=residents).values_list("id", "name"))
    audit.record_read(by=request.viewer, act="agreements.read_batch", resident_ids=residents)
    is_open = jobs.is_open(found.job_id)
    context = {
        "batch": found,
        "row": presenters.batch_row(found),
        "rejected": presenters.rejected_lines(rejected, names),
        "job_id": found.job_id if is_open or found.status == BatchStatus.UPLOADED else None,
        "may_confirm": found.status == BatchStatus.CHECKED and not is_open,
        "may_undo": found.status == BatchStatus.DONE and not is_open,
    }
    return render(request, "agreements/batch.html", context)


@login_required
@require_POST
def confirm(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Do what was tried."""
    return _step(request, batch_id, services.confirm_batch)


@login_required
@require_POST
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take back what was done."""
    return _step(request, batch_id, services.start_undo)


def _step(request: HttpRequest, batch_id: UUID, step) -> HttpResponse:
    try:
        step(by=request.viewer, batch_id=batch_id)
    except BadShape as error:
        messages.error(request, error.message)
    return redirect("agreements:batch", batch_id)


@login_required
@require_GET
def rejects(request: HttpRequest, batch_id: UUID) -> HttpResponseBase:
    """The rejected rows as they were, the reasons beside them."""
    found = selectors.batch_for(request.viewer, batch_id)
    audit.record_read(
        by=request.viewer, act="agreements.take_rejects", resident_ids=[], details={"batch": str(found.id)}
    )
    heading = [_("原行号"), _("原因代码"), _("原因（中文）"), "Reason"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rejects.xlsx")
        write_rejects(path, heading=found.heading, reason_heading=heading, rows=selectors.rejects_of(found))
        return FileResponse(path.open("rb"), as_attachment=True, filename=_("退回的行") + ".xlsx")


def _require(request: HttpRequest) -> None:
    if not request.viewer.can(permissions.SIGN):
        raise NotVisible
