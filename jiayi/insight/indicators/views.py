"""Pages of coverage: a region by its parts, and the persons behind a count."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.organization import selectors as organization

from . import presenters, selectors
from .terms import ALL


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
