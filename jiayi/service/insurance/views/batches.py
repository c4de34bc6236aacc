"""Files of visits: handed in, tried, taken in, taken back; and the figures that they give."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.intake.services import FileRefused, check_size
from jiayi.service.insurance import permissions, presenters, selectors, services
from jiayi.service.insurance.forms import UploadForm
from jiayi.service.insurance.services.importing import VisitImport

LISTED = 20
SHOWN = 200


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def visits(request: HttpRequest) -> HttpResponse:
    """The figures of the last twelve months, and the place to hand in a file."""
    viewer, today = request.viewer, clock.today()
    if not (viewer.can(permissions.READ_VISITS) or viewer.can(permissions.IMPORT)):
        raise NotVisible
    form, tried = UploadForm(request.POST or None, request.FILES or None), None
    if request.method == "POST":
        if not viewer.can(permissions.IMPORT):
            raise NotVisible
        if form.is_valid():
            try:
                tried = _take(request, form.cleaned_data["file"])
            except (BadShape, FileRefused) as error:
                form.refuse(error)
            else:
                if tried.batch_id:
                    messages.success(request, _("已导入。"))
                    return redirect("insurance:batch", tried.batch_id)
    period = presenters.period_of(request.GET, today)
    context = {
        "form": form,
        "tried": presenters.tried_page(tried) if tried else None,
        "may_import": viewer.can(permissions.IMPORT),
        "figures": presenters.figures(viewer, period, today),
        "period": period,
        "batches": [presenters.batch_row(one) for one in selectors.batches(viewer)[:LISTED]],
    }
    return render(request, "insurance/visits.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_GET
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What became of the rows of a file."""
    found = selectors.batch_for(request.viewer, batch_id)
    context = {"row": presenters.batch_row(found), "rejects": presenters.reject_lines(found.rejects[:SHOWN])}
    return render(request, "insurance/batch.html", context)


@login_required
@require_POST
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take out what the file brought."""
    try:
        count = services.undo_visits(by=request.viewer, batch_id=batch_id, at=clock.now())
    except BadShape as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已撤销 %(count)s 条。") % {"count": count})
    return redirect("insurance:batch", batch_id)


def _take(request: HttpRequest, file: Any) -> VisitImport:
    check_size(file.name, file.size)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "visits" + Path(file.name).suffix.lower())
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        return services.import_visits(
            by=request.viewer,
            path=path,
            on=clock.today(),
            file_name=file.name,
            dry_run=request.POST.get("act") != "import",
        )
