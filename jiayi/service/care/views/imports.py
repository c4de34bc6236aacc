"""Pages of historic records by workbook: upload, what an import would do, the import, and the way back."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.base.signs import bracketed
from jiayi.service.care.forms.imports import UploadForm
from jiayi.service.care.models import RecordBatch
from jiayi.service.care.presenters import imports as presenters
from jiayi.service.care.selectors import batches as selectors
from jiayi.service.care.selectors.definitions import form_to_import, forms_to_import
from jiayi.service.care.services import batches as services
from jiayi.service.care.services import preview_undo
from jiayi.service.care.services.sheets import template_file

PAGE_ROWS = 30


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The batches so far, and the place to hand in another workbook."""
    definitions = forms_to_import(request.viewer)
    if not definitions:
        raise NotVisible
    first = {"on": clock.today(), "form": request.GET.get("form", "")}
    form = UploadForm(request.POST or None, request.FILES or None, definitions=definitions, initial=first)
    if form.is_bound and form.is_valid() and (batch := _uploaded(request, form)):
        return redirect("care:import", batch_id=batch.pk)
    page = Paginator(selectors.batches(request.viewer), PAGE_ROWS).get_page(request.GET.get("page"))
    rows = [presenters.batch_row(batch, get_language() or "") for batch in page]
    templates = [presenters.template_row(one, get_language() or "") for one in definitions]
    context = {"form": form, "page": page, "rows": rows, "templates": templates}
    return render(request, "care/imports/list.html", context, status=422 if form.is_bound else 200)


def _uploaded(request: HttpRequest, form: UploadForm) -> RecordBatch | None:
    file, given = form.cleaned_data["file"], form.cleaned_data
    try:
        return services.upload_records(
            by=request.viewer,
            form=given["form"],
            file_name=file.name,
            size=file.size,
            chunks=file.chunks(),
            on=given["on"],
        )
    except BadShape as error:
        form.add_error("file", bracketed(error.message, error.code))
        return None


@login_required
@require_GET
def template(request: HttpRequest, form: str) -> FileResponse:
    """An empty workbook of a form: its columns, and under each what may stand there."""
    definition = form_to_import(request.viewer, form)
    name = f"{definition.label(get_language() or '')}.xlsx"
    return FileResponse(template_file(definition), as_attachment=True, filename=name)


@login_required
@never_cache
@require_GET
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One batch: what was found, what may be done next."""
    found = selectors.batch_for(request.viewer, batch_id)
    return render(request, "care/imports/batch.html", {"page": presenters.batch_page(found, get_language() or "")})


@login_required
@require_POST
def start(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Import what was tried."""
    services.start_import(by=request.viewer, batch_id=batch_id)
    return redirect("care:import", batch_id=batch_id)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What undoing would do, and doing it."""
    if request.method == "POST":
        services.start_undo(by=request.viewer, batch_id=batch_id)
        return redirect("care:import", batch_id=batch_id)
    found = selectors.batch_for(request.viewer, batch_id)
    preview = preview_undo(by=request.viewer, batch_id=batch_id)
    page = presenters.undo_page(found, preview, get_language() or "")
    kept = {record.resident_id for record in preview.kept[: presenters.KEPT_SHOWN]}
    audit.record_read(by=request.viewer, act="care.preview_undo", resident_ids=kept)
    return render(request, "care/imports/undo.html", {"page": page})


@login_required
@never_cache
@require_GET
def rejects(request: HttpRequest, batch_id: UUID) -> FileResponse:
    """The workbook of rejected rows."""
    found = selectors.batch_for(request.viewer, batch_id)
    path = services.SHELF.path_of(found.rejects_file) if found.rejects_file else None
    if path is None or not path.is_file():
        raise NotVisible
    audit.record(by=request.viewer, act="care.download_rejects", subject_kind="record_batch", subject_ids=[found.pk])
    stem = found.file_name.rpartition(".")[0] or found.file_name
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{stem}-rejects.xlsx")
