"""Pages of rosters: upload, what an import would do, the import, its result, and the way back."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.base.signs import bracketed
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.registry.people import roster_presenters as presenters
from jiayi.registry.people import selectors
from jiayi.registry.people.permissions import ROSTER_IMPORT, require
from jiayi.registry.people.roster_forms import UploadForm
from jiayi.registry.people.services import roster as services


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def roster_list(request: HttpRequest) -> HttpResponseBase:
    """The batches so far, and the place to hand in another file; a POST of the export menu takes the list away."""
    require(request.viewer, ROSTER_IMPORT)
    page = list_page(presenters.batch_list(), selectors.batches(request.viewer), request.GET)
    if "export" in request.POST:
        return _export(request, page)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"on": clock.today()})
    if form.is_bound and form.is_valid() and (batch := _uploaded(request, form)):
        return redirect("people:roster", batch_id=batch.pk)
    language = get_language() or ""
    page.show(lambda batch: presenters.batch_row(batch, language))
    answer = render_list(request, "people/roster/list.html", {"form": form, "page": page})
    answer.status_code = 422 if form.is_bound else 200
    return answer


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    def record(taken: Taken) -> None:
        kind, act = "roster_batch", "people.export_rosters"
        audit.record(by=request.viewer, act=act, subject_kind=kind, subject_ids=[], details=taken.details())

    file = ListFile(name=_("导入批次"), columns=presenters.batch_columns(get_language() or ""), record=record)
    return list_file(request, page, file, at=clock.now())


def _uploaded(request: HttpRequest, form: UploadForm):
    file = form.cleaned_data["file"]
    try:
        return services.upload_roster(
            by=request.viewer, file_name=file.name, size=file.size, chunks=file.chunks(), on=form.cleaned_data["on"]
        )
    except BadShape as error:
        form.add_error("file", bracketed(error.message, error.code))
        return None


@login_required
@never_cache
@require_GET
def roster(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """One batch: what was found, what may be done next."""
    batch = selectors.batch_for(request.viewer, batch_id)
    page = presenters.batch_page(batch, get_language() or "")
    return render(request, "people/roster/batch.html", {"page": page})


@login_required
@require_POST
def start_import(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Import what was tried."""
    services.start_import(by=request.viewer, batch_id=batch_id)
    return redirect("people:roster", batch_id=batch_id)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What undoing would do, and doing it."""
    if request.method == "POST":
        services.start_undo(by=request.viewer, batch_id=batch_id)
        return redirect("people:roster", batch_id=batch_id)
    batch = selectors.batch_for(request.viewer, batch_id)
    preview = services.preview_undo(by=request.viewer, batch_id=batch_id)
    kept = [kept.resident_id for kept in preview.kept]
    audit.record_read(by=request.viewer, act="people.preview_undo", resident_ids=kept)
    page = presenters.undo_page(batch, preview, get_language() or "")
    return render(request, "people/roster/undo.html", {"page": page})


@login_required
@never_cache
@require_GET
def download_rejects(request: HttpRequest, batch_id: UUID) -> FileResponse:
    """The workbook of rejected rows."""
    return _download(request, batch_id, "rejects_file", "xlsx")


@login_required
@never_cache
@require_GET
def download_report(request: HttpRequest, batch_id: UUID) -> FileResponse:
    """The verdict on every row, as JSON."""
    return _download(request, batch_id, "report_file", "json")


def _download(request: HttpRequest, batch_id: UUID, kind: str, ending: str) -> FileResponse:
    batch = selectors.batch_for(request.viewer, batch_id)
    path = services.path_of(getattr(batch, kind)) if getattr(batch, kind) else None
    if path is None or not path.is_file():
        raise NotVisible
    audit.record(
        by=request.viewer, act="people.download_roster", subject_kind="roster_batch", subject_ids=[batch.pk],
        details={"file": kind},
    )  # fmt: skip
    stem = batch.file_name.rpartition(".")[0] or batch.file_name
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{stem}-{kind.partition('_')[0]}.{ending}")
