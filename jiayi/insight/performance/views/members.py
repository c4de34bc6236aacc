"""A member's score: the residents under the own care, the own work, and what was paid for it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from jiayi.foundation.base import clock
from jiayi.insight.performance import presenters, selectors


@login_required
@require_GET
def member_score(request: HttpRequest, score_id: UUID) -> HttpResponse:
    """One member's score with every point, as the team's is shown."""
    found, language = selectors.member_score_for(request.viewer, score_id), get_language() or ""
    context = {
        "score": found,
        "name": found.practitioner.name,
        "role": presenters.role_label(found.role, language),
        "team_score": found.team_score,
        "assessment": found.team_score.assessment,
        "shares": presenters.share_rows(selectors.shares_of(request.viewer, found, on=clock.today()), language),
        **presenters.judged(found, found.team_score.assessment, language),
    }
    return render(request, "performance/member_score.html", context)
