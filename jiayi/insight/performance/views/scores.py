"""Pages of assessments: scores of teams, what they rest on, objections, and what is published."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import selectors as indicators
from jiayi.insight.performance import permissions, presenters, selectors, services
from jiayi.insight.performance.models import Assessment, TeamScore
from jiayi.insight.performance.terms import DIMENSIONS, AssessmentState, Entered

SHOWN = 100


@login_required
@require_http_methods(["GET", "POST"])
def assessments(request: HttpRequest) -> HttpResponse:
    """The assessments within reach; POST scores the teams of a closed month."""
    viewer = request.viewer
    if not viewer.can(permissions.READ):
        raise NotVisible
    if request.method == "POST":
        return _assess(request)
    found = list(selectors.assessments(viewer)[:SHOWN])
    context = {
        "rows": [(one, presenters.state_of(one, _language())) for one in found],
        "closes": list(indicators.closes(viewer)[:SHOWN]) if viewer.can(permissions.WRITE) else [],
        "scorings": [(code, one.label(_language())) for code, one in rulebook().scoring.items()],
    }
    return render(request, "performance/assessments.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def assessment(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The scores of one month; POST shows them to the teams or makes them final."""
    found = selectors.assessment_for(request.viewer, assessment_id)
    may_write = request.viewer.scope(permissions.WRITE).holds_region(found.county_id)
    if request.method == "POST":
        if not may_write:
            raise NotVisible
        act = services.finish_assessment if "finish" in request.POST else services.open_assessment
        _try(request, lambda: act(by=request.viewer, assessment=found, on=clock.today()))
        return redirect("performance:assessment", found.id)
    context = {
        "assessment": found,
        "state": presenters.state_of(found, _language()),
        "scores": selectors.scores(request.viewer, found),
        "may_write": may_write,
        "is_draft": found.state == AssessmentState.DRAFT,
        "is_open": found.state == AssessmentState.OPEN,
    }
    return render(request, "performance/assessment.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, score_id: UUID) -> HttpResponse:
    """What a team's score rests on, and its thread of objections; POST objects, answers, or enters points."""
    found = selectors.score_for(request.viewer, score_id)
    if request.method == "POST":
        _try(request, lambda: _act(request, found))
        return redirect("performance:score", found.id)
    assessment = found.assessment
    scope = request.viewer.scope(permissions.OBJECT)
    context = {
        "score": found,
        "assessment": assessment,
        **presenters.judged(found, assessment, _language()),
        "members": presenters.member_score_rows(selectors.member_scores(request.viewer, found), _language()),
        "objections": list(found.objections.order_by("made_at")),
        "may_write": request.viewer.scope(permissions.WRITE).holds_region(assessment.county_id),
        "may_object": assessment.state == AssessmentState.OPEN
        and (found.team_id in scope.team_ids or found.team.institution_id in scope.institution_ids),
        "is_final": assessment.state == AssessmentState.FINAL,
        "to_enter": [(code, presenters.dimension_label(code, _language())) for code in DIMENSIONS[:-1]],
    }
    return render(request, "performance/score.html", context)


@login_not_required
@require_GET
def publication(request: HttpRequest) -> HttpResponse:
    """The final scores, for everybody: no person is named."""
    return render(request, "performance/publication.html", {"scores": selectors.published()})


def _assess(request: HttpRequest) -> HttpResponse:
    try:
        close = indicators.close_for(request.viewer, UUID(request.POST.get("close", "")))
    except ValueError:
        messages.error(request, _("请选择已封存的月份。"))
        return redirect("performance:assessments")
    if not request.viewer.scope(permissions.WRITE).holds_region(close.county_id):
        raise NotVisible
    scoring = request.POST.get("scoring", "")
    made: list[Assessment] = []
    _try(request, lambda: made.append(services.assess(by=request.viewer, close=close, scoring=scoring)))
    return redirect("performance:assessment", made[0].id) if made else redirect("performance:assessments")


def _act(request: HttpRequest, found: TeamScore) -> Any:
    asked, viewer, now = request.POST, request.viewer, clock.now()
    if "answer" in asked:
        objection = selectors.objection_for(viewer, UUID(asked["objection"]))
        is_upheld = asked.get("decision") == "upheld"
        return services.answer_objection(
            by=viewer, objection=objection, is_upheld=is_upheld, answer=asked["answer"], at=now
        )
    if "evidence" in asked:
        points = {code: float(asked[code]) for code in DIMENSIONS if asked.get(code)}
        share = float(asked["verified_share"]) / 100 if asked.get("verified_share") else None
        if any(not 0 <= one <= 100 for one in points.values()) or (share is not None and not 0 <= share <= 1):
            raise ValueError
        entered = Entered(found.team_id, points, share, asked["evidence"])
        return services.enter_points(by=viewer, assessment=found.assessment, entered=entered)
    return services.object_to_score(by=viewer, score=found, text=asked.get("text", ""), on=clock.today(), at=now)


def _try(request: HttpRequest, act: Any) -> None:
    """Do it, and say on the page why it could not be done."""
    try:
        act()
    except NotVisible:
        raise
    except CodedError as fault:
        messages.error(request, fault.message)
    except ValueError:
        messages.error(request, _("填写的数不对，得分和比例都在0到100之间。"))
    else:
        messages.success(request, _("已保存。"))


def _language() -> str:
    return get_language() or ""
