"""What the pool pays at each level, and whose price list each institution may charge; no resident's data."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.organization import selectors as organization
from jiayi.service.insurance import permissions
from jiayi.service.insurance.price_words import gap_rows, price_rows, rate_rows

SHOWN = 500


@login_required
@require_GET
def prices(request: HttpRequest) -> HttpResponse:
    """By the schemes of the reader's region; institutions from the township up, each by those of its own."""
    viewer, today = request.viewer, clock.today()
    if not viewer.can(permissions.READ_VISITS):
        raise NotVisible
    prefixes = viewer.scope(permissions.READ_VISITS).region_prefixes
    place = min(prefixes) if prefixes else ""
    schemes = list(organization.schemes_for(place, today)) if place else []
    shown = organization.institutions(viewer, region=place, is_open=True).exclude(level__in=("", "village"))
    context: dict[str, Any] = {
        "place": organization.full_region_name(place) if place else "",
        "rates": rate_rows(schemes, today),
        "gaps": gap_rows(schemes, today),
        "rows": price_rows(list(shown.order_by("region_id", "code")[:SHOWN]), today),
    }
    return render(request, "insurance/prices.html", context)
