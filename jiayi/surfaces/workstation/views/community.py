"""Community diagnosis: the list, a report with its numbers, writing, publishing, and the paper."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.registry.organization import selectors as organization
from jiayi.surfaces.workstation import selectors, services
from jiayi.surfaces.workstation.forms import CommunityReportForm
from jiayi.surfaces.workstation.permissions import COMMUNITY_WRITE, COVERAGE_READ, EXPORT_ROWS
from jiayi.surfaces.workstation.presenters import community as presenters

TEMPLATE = "surfaces/workstation/typst/community_report.typ"


@login_required
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponseBase:
    """The reports of the regions within reach; POST takes the list away as a file."""
    if not (request.viewer.can(COVERAGE_READ) or request.viewer.can(COMMUNITY_WRITE)):
        raise NotVisible
    region = request.GET.get("region", "")
    page = list_page(
        presenters.report_list(request.viewer, region), selectors.community_reports(request.viewer), request.GET
    )
    if request.method == "POST":
        return _export(request, page)
    places = organization.place_choices(request.viewer, COMMUNITY_WRITE, region)
    context = {
        "page": page.show(presenters.report_row),
        "places": places,
        "may_export": request.viewer.can(EXPORT_ROWS),
    }
    return render_list(request, "workstation/community_reports.html", context)


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(EXPORT_ROWS):
        raise NotVisible
    file = ListFile(
        name=_("社区诊断报告"),
        columns=presenters.COLUMNS,
        record=lambda taken: _taken(request, taken),
        rows=lambda rows: (presenters.report_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())


def _taken(request: HttpRequest, taken: Taken) -> None:
    audit.record(
        by=request.viewer,
        act="workstation.export_reports",
        subject_kind="community_report",
        details=taken.details(),
    )


@login_required
@require_POST
def draft_report(request: HttpRequest) -> HttpResponse:
    """Begin the report of a region and this year, or go on with the draft that is there."""
    if not request.viewer.can(COMMUNITY_WRITE):
        raise NotVisible
    code = request.POST.get("region", "")
    if not code:
        messages.error(request, _("请选择地区。"))
        return redirect("workstation:community_reports")
    report = services.draft_report(by=request.viewer, region_code=code, on=clock.today())
    return redirect("workstation:write_report", report.id)


@login_required
@never_cache
@require_GET
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report: numbers and words."""
    found = selectors.community_report_for(request.viewer, report_id)
    may_write = request.viewer.scope(COMMUNITY_WRITE).holds_region(found.region_id)
    context = {"page": presenters.report_page(found), "may_write": may_write, "region": found.region_id}
    return render(request, "workstation/community_report.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def write_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The words of a draft, its numbers beside them."""
    found = selectors.community_report_for(request.viewer, report_id, to_write=True)
    form = CommunityReportForm(request.POST or None, initial={name: getattr(found, name) for name in services.TEXTS})
    status = 200
    if request.method == "POST" and form.is_valid():
        recount = request.POST.get("then") == "recount"
        try:
            services.write_report(
                by=request.viewer, report_id=found.id, texts=form.cleaned_data, recount=recount, on=clock.today()
            )
            messages.success(request, _("已保存。"))
            return redirect("workstation:write_report" if recount else "workstation:community_report", found.id)
        except LawBroken as error:
            form.refuse(error)
            status = error.status
    context = {"page": presenters.report_page(found), "form": form}
    return render(request, "workstation/write_report.html", context, status=status)


@login_required
@require_POST
def publish_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Let a draft stand for its year."""
    found = selectors.community_report_for(request.viewer, report_id, to_write=True)
    try:
        services.publish_report(by=request.viewer, report_id=found.id, on=clock.today())
        messages.success(request, _("已发布。"))
    except (BadShape, LawBroken) as error:
        messages.error(request, error.message)
    return redirect("workstation:community_report", found.id)


@login_required
@never_cache
@require_GET
def report_pdf(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The report to print and file."""
    found = selectors.community_report_for(request.viewer, report_id)
    name = f"community-{found.region_id}-{found.year}-{found.version}"
    return pdf_response(template=TEMPLATE, data=presenters.report_data(found), name=name)
