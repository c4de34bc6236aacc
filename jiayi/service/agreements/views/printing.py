"""Print one paper, or all papers of a list into one file."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.jobs import selectors as jobs
from jiayi.foundation.jobs import services as starting
from jiayi.service.agreements import permissions, presenters, selectors, services
from jiayi.service.agreements.services import printing


@login_required
@require_http_methods(["GET", "POST"])
def paper_pdf(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Both copies as one PDF. POST counts it as printed, by whoever may sign; GET only shows it."""
    counts = request.method == "POST"
    if counts and not permissions.may_sign(request.viewer):
        raise NotVisible
    paper = selectors.paper_for(request.viewer, paper_id)
    base_url = request.build_absolute_uri("/")
    data = presenters.papers_data(request.viewer, [paper.id], base_url=base_url, on=clock.today())
    answer = pdf_response(template=presenters.TEMPLATE, data=data, name=paper.number)
    if counts:
        services.mark_printed(by=request.viewer, paper_ids=[paper.id], at=clock.now())
    residents = [one.resident_id for one in selectors.agreements_of_paper(request.viewer, paper.id)]
    audit.record_read(by=request.viewer, act="agreements.print_paper", resident_ids=residents)
    return answer


@login_required
@require_POST
def print_papers(request: HttpRequest) -> HttpResponse:
    """Begin to print all papers of the list with its filters, which stand in the address."""
    _require(request)
    arguments = {"query": request.GET.urlencode(), "base_url": request.build_absolute_uri("/")}
    run = starting.start(by=request.viewer, kind=printing.PRINT, arguments=arguments)
    return redirect("agreements:printout", run.pk)


@login_required
@require_GET
def printout(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How far the printing is, and the file when it is done."""
    _require(request)
    run = jobs.run_for(request.viewer, run_id)
    is_notices = run.kind == printing.NOTICES
    context = {"run": run, "is_notices": is_notices, "is_ready": printing.printout_path(run.pk).exists()}
    return render(request, "agreements/printout.html", context)


@login_required
@require_GET
def printout_file(request: HttpRequest, run_id: UUID) -> HttpResponseBase:
    """The file of a run, for whoever started it."""
    _require(request)
    run = jobs.run_for(request.viewer, run_id)
    path = printing.printout_path(run.pk)
    if not path.exists():
        raise NotVisible
    answer = FileResponse(path.open("rb"), content_type="application/pdf", filename=f"agreements-{clock.today()}.pdf")
    answer["Cache-Control"] = "no-store, private"
    return answer


def _require(request: HttpRequest) -> None:
    if not request.viewer.can(permissions.READ):
        raise NotVisible
