"""What the documents in force say of tiered care, and the catalogue of diseases by level."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.organization import selectors as organization
from jiayi.service.referral import permissions, selectors
from jiayi.service.referral.presenters import guiding as presenters


@login_required
@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """By the schemes of the reader's place; no resident's data."""
    viewer, today = request.viewer, clock.today()
    if not viewer.can(permissions.READ):
        raise NotVisible
    place = selectors.place_of(viewer)
    schemes = list(organization.schemes_for(place, today)) if place else []
    context = {
        "place": organization.full_region_name(place) if place else "",
        "parts": presenters.guide_parts(selectors.guide(schemes, today)),
        "catalogue": presenters.catalogue_rows(selectors.catalogue(schemes, today)),
        "may_see_rates": viewer.can(permissions.READ_VISITS),
    }
    return render(request, "referral/guide.html", context)
