"""A region's coverage by its parts, and counting it anew."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.jobs import selectors as jobs
from jiayi.foundation.jobs.terms import OPEN_STATES
from jiayi.insight.indicators import exporting, permissions, presenters, selectors, services

from .asking import about_region, language, population_of
from .taking import take_table


@login_required
@require_GET
def coverage_home(request: HttpRequest) -> HttpResponse:
    """Go to the widest region that the viewer may see."""
    code = selectors.home_region(request.viewer)
    if not code:
        raise NotVisible
    return redirect("indicators:coverage", code=code)


@login_required
@require_http_methods(["GET", "POST"])
def coverage(request: HttpRequest, code: str) -> HttpResponseBase:
    """A region's coverage by its parts and teams, for one population; POST takes the table away as a file."""
    selectors.require_region(request.viewer, code)
    population = population_of(request)
    context = about_region(request, code, "coverage", population)
    page = presenters.coverage_page(request.viewer, code, population, language())
    if request.method == "POST":
        if page is None:
            raise NotVisible
        table = exporting.Table(_("签约覆盖率"), exporting.COVERAGE_COLUMNS, exporting.coverage_rows(page))
        return take_table(request, context, table, page.snapshot)
    context |= {
        "indicator": selectors.indicator_of(population),
        "page": page,
        "chart": presenters.coverage_chart(page.rows) if page and page.rows else None,
        "may_compute": request.viewer.scope(permissions.COMPUTE).holds_region(code),
        "run": jobs.runs(request.viewer, kind=services.COMPUTE).filter(state__in=OPEN_STATES).first(),
    }
    return render(request, "indicators/coverage.html", context)


@login_required
@require_POST
def compute(request: HttpRequest, code: str) -> HttpResponse:
    """Have coverage computed anew in the background; pressing twice does it once."""
    if services.start_computing(by=request.viewer, region_code=code):
        messages.success(request, _("已开始重新计算，完成后本页自动刷新。"))
    else:
        messages.info(request, _("正在重新计算，不必再点。"))
    return redirect("indicators:coverage", code=code)
