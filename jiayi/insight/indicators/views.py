"""Pages of coverage: a region by its parts, and the persons behind a count."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.organization import selectors as organization

from . import presenters, selectors
from .terms import ALL, Standing

PAGE = 50


@login_required
@require_GET
def coverage_home(request: HttpRequest) -> HttpResponse:
    """Go to the widest region that the viewer may see."""
    code = selectors.home_region(request.viewer)
    if not code:
        raise NotVisible
    return redirect("indicators:coverage", code=code)


@login_required
@require_GET
def coverage(request: HttpRequest, code: str) -> HttpResponse:
    """A region's coverage by its parts and teams, for one population."""
    selectors.require_region(request.viewer, code)
    region = organization.region_for(request.viewer, code)
    language = get_language() or ""
    population = _population(request, language)
    page = presenters.coverage_page(request.viewer, code, population, language)
    context = {
        "region": region,
        "path": [one for one in organization.ancestors(request.viewer, code) if _may_see(request, one.code)],
        "population": population,
        "population_label": presenters.population_label(population, language),
        "populations": presenters.population_choices(language),
        "indicator": presenters.indicator_of(population),
        "page": page,
        "chart": presenters.coverage_chart(page.rows) if page and page.rows else None,
        "may_drill": request.viewer.scope("coverage_drill").holds_region(code),
    }
    return render(request, "indicators/coverage.html", context)


@login_required
@require_GET
def persons(request: HttpRequest, code: str) -> HttpResponse:
    """The persons behind a count, as of the snapshot's day; one audited page at a time."""
    snapshot = selectors.current_snapshot()
    language = get_language() or ""
    population, standing = _population(request, language), _standing(request)
    if snapshot is None:
        raise NotVisible
    found = selectors.persons(
        request.viewer,
        code,
        population,
        standing,
        on=snapshot.as_of,
        team_id=uuid_or_none(request.GET.get("team", "")),
        after_id=uuid_or_none(request.GET.get("after", "")),
        limit=PAGE + 1,
    )
    shown = found[:PAGE]
    ids = [one.resident_id for one in shown]
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
    }
    return render(request, "indicators/persons.html", context)


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
