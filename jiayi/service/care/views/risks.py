"""The risk scores of a resident: computed from what is known, with the origin of every input."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions, presenters, selectors
from jiayi.service.care.selectors.risks import ASSESSMENT, risk_scores


@login_required
@never_cache
@require_GET
def risks(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Each score with its inputs; what is missing is named, and entered in the health assessment."""
    today = clock.today()
    resident = people.resident_for(request.viewer, resident_id, on=today, permission=permissions.READ)
    audit.record_read(by=request.viewer, act="care.open_risks", resident_ids=[resident.id])
    schemes = organization.schemes_for(resident.region_id, today)
    scores = risk_scores(request.viewer, resident.id, on=today)
    trends = selectors.trends(request.viewer, resident.id, presenters.RISK_CODES)
    context = {
        "resident": resident,
        "cards": presenters.score_cards(scores, on=today, schemes=schemes),
        "charts": presenters.trend_charts(trends, presenters.RISK_CHARTS),
        "last": {code: rows[-1] for code, rows in trends.items() if rows},
        "may_write": request.viewer.can(permissions.WRITE),
        "form": ASSESSMENT,
    }
    return render(request, "care/risks.html", context)
