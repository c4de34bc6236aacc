"""Pages of coverage: a region by its parts, and the persons behind a count."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.jobs import selectors as jobs
from jiayi.foundation.jobs.terms import OPEN_STATES
from jiayi.foundation.ui.exports import ExportNote, export_response
from jiayi.registry.organization import selectors as organization

from . import exporting, presenters, selectors, services
from .terms import ALL, Standing

PAGE = 50
IDS_PER_ENTRY = 5_000
EXPORT = "export_rows"
COMPUTE = "coverage_compute"


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
    region = organization.region_for(request.viewer, code)
    language = get_language() or ""
    population = _population(request, language)
    page = presenters.coverage_page(request.viewer, code, population, language)
    if request.method == "POST":
        return _export_coverage(request, region.name, page, language)
    context = {
        "region": region,
        "path": [one for one in organization.ancestors(request.viewer, code) if _may_see(request, one.code)],
        "population": population,
        "population_label": presenters.population_label(population, language),
        "populations": presenters.population_choices(language),
        "indicator": selectors.indicator_of(population),
        "page": page,
        "chart": presenters.coverage_chart(page.rows) if page and page.rows else None,
        "may_drill": request.viewer.scope("coverage_drill").holds_region(code),
        "may_compute": request.viewer.scope(COMPUTE).holds_region(code),
        "run": jobs.runs(request.viewer, kind=services.COMPUTE).filter(state__in=OPEN_STATES).first(),
    }
    return render(request, "indicators/coverage.html", context)


def _export_coverage(
    request: HttpRequest, region: str, page: presenters.CoveragePage | None, language: str
) -> HttpResponseBase:
    """The shown table with its total; it holds no persons."""
    if page is None:
        raise NotVisible
    kind = _file_kind(request)
    narrowed = f"{region}；{presenters.population_label(page.population, language)}；{page.snapshot.as_of}"
    audit.record(
        by=request.viewer,
        act="indicators.export_coverage",
        subject_kind="region",
        subject_ids=[page.total.code],
        details={"population": page.population, "kind": kind, "as_of": page.snapshot.as_of},
    )
    return export_response(
        kind,
        name=_("签约覆盖率"),
        columns=exporting.COVERAGE_COLUMNS,
        rows=exporting.coverage_rows(page),
        note=ExportNote(request.viewer.actor_name, clock.now(), narrowed),
    )


def _file_kind(request: HttpRequest) -> str:
    return "csv" if request.POST.get("export", "").endswith("csv") else "xlsx"


@login_required
@require_POST
def compute(request: HttpRequest, code: str) -> HttpResponse:
    """Have coverage computed anew in the background; pressing twice does it once."""
    if services.start_computing(by=request.viewer, region_code=code):
        messages.success(request, _("已开始重新计算，完成后本页自动刷新。"))
    else:
        messages.info(request, _("正在重新计算，不必再点。"))
    return redirect("indicators:coverage", code=code)


@login_required
@require_http_methods(["GET", "POST"])
def persons(request: HttpRequest, code: str) -> HttpResponseBase:
    """The persons behind a count, as of the snapshot's day, one audited page at a time; POST takes them as a file."""
    snapshot = selectors.current_snapshot()
    language = get_language() or ""
    population, standing = _population(request, language), _standing(request)
    if snapshot is None:
        raise NotVisible
    narrowing = {"team_id": uuid_or_none(request.GET.get("team", "")), "on": snapshot.as_of}
    after = uuid_or_none(request.GET.get("after", ""))
    if request.method == "POST" and not request.viewer.can(EXPORT):
        raise NotVisible
    if request.method == "POST" and request.POST.get("export", "").startswith("all"):
        everyone = exporting.every_person(request.viewer, code, population, standing, **narrowing)
        return _export_persons(request, code, everyone, snapshot.as_of, language)
    found = selectors.persons(request.viewer, code, population, standing, **narrowing, after_id=after, limit=PAGE + 1)
    shown = found[:PAGE]
    ids = [one.resident_id for one in shown]
    if request.method == "POST":
        return _export_persons(request, code, ids, snapshot.as_of, language)
    audit.record_read(by=request.viewer, act="indicators.list_persons", resident_ids=ids)
    following = request.GET.copy()
    following["after"] = str(ids[-1]) if ids else ""
    context = {
        "region": organization.region_for(request.viewer, code),
        "population": population,
        "population_label": presenters.population_label(population, language),
        "standing_label": _standings()[standing],
        "tabs": [
            {"label": label, "url": presenters.persons_url(code, population, one), "is_active": one == standing}
            for one, label in _standings().items()
        ],
        "rows": presenters.person_rows(request.viewer, ids, snapshot.as_of, language),
        "next_url": f"?{following.urlencode()}" if len(found) > PAGE else "",
        "as_of": snapshot.as_of,
        "may_export": request.viewer.can(EXPORT),
    }
    return render(request, "indicators/persons.html", context)


def _export_persons(request: HttpRequest, code: str, ids: list[UUID], on: date, language: str) -> HttpResponseBase:
    """These persons as a file; every id that leaves is kept in the history, in entries of a bearable length."""
    kind, population, standing = _file_kind(request), _population(request, language), _standing(request)
    details = {"region": code, "population": population, "standing": standing, "kind": kind, "count": len(ids)}
    for start in range(0, max(len(ids), 1), IDS_PER_ENTRY):
        part = ids[start : start + IDS_PER_ENTRY]
        audit.record_read(by=request.viewer, act="indicators.export_persons", resident_ids=part, details=details)
    region = organization.region_for(request.viewer, code).name
    narrowed = "；".join([region, presenters.population_label(population, language), _standings()[standing], str(on)])
    return export_response(
        kind,
        name=_("签约覆盖率名单"),
        columns=exporting.PERSON_COLUMNS,
        rows=exporting.person_rows(request.viewer, ids, on, language),
        note=ExportNote(request.viewer.actor_name, clock.now(), narrowed),
    )


def _standings() -> dict[Standing, str]:
    return {Standing.SIGNED: _("已签约"), Standing.UNSIGNED: _("未签约"), Standing.REFUSED: _("拒签")}


def _standing(request: HttpRequest) -> Standing:
    wanted = request.GET.get("standing", Standing.UNSIGNED)
    return Standing(wanted) if wanted in set(Standing) else Standing.UNSIGNED


def _population(request: HttpRequest, language: str) -> str:
    wanted = request.GET.get("population", ALL)
    return wanted if wanted in dict(presenters.population_choices(language)) else ALL


def _may_see(request: HttpRequest, code: str) -> bool:
    return request.viewer.scope("coverage_read").holds_region(code)


def uuid_or_none(text: str) -> UUID | None:
    """A UUID in a query string, None for an empty one; garbage is not found."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None
