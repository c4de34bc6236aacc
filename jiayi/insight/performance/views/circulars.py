"""Circulars: what is said of teams after an assessment, and what a person decided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.rulebook import rulebook
from jiayi.insight.indicators import selectors as indicators
from jiayi.insight.performance import permissions, selectors, services
from jiayi.insight.performance.models import Circular
from jiayi.insight.performance.terms import AssessmentState, CircularKind, CircularState

TEMPLATE, CHINESE = "insight/performance/typst/circular.typ", "zh-hans"
SHOWN = 100


@login_required
@require_http_methods(["GET", "POST"])
def circulars(request: HttpRequest) -> HttpResponse:
    """The circulars within reach; POST drafts one from a final assessment."""
    viewer = request.viewer
    if not viewer.can(permissions.READ):
        raise NotVisible
    if request.method == "POST":
        return _draft(request)
    final = selectors.assessments(viewer).filter(state=AssessmentState.FINAL, circular=None)
    rows = list(selectors.circulars(viewer)[:SHOWN])
    context = {
        "rows": [(one, CircularState(one.state).label(_language())) for one in rows],
        "assessments": list(final[:SHOWN]) if viewer.can(permissions.WRITE) else [],
    }
    return render(request, "performance/circulars.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def circular(request: HttpRequest, circular_id: UUID) -> HttpResponse:
    """One circular; POST writes it, decides about a team, or issues it."""
    found = selectors.circular_for(request.viewer, circular_id)
    if request.method == "POST":
        _act(request, found)
        return redirect("performance:circular", found.id)
    may_write = request.viewer.scope(permissions.WRITE).holds_region(found.assessment.county_id)
    context = {
        "circular": found,
        "is_draft": found.state == CircularState.DRAFT,
        "state": CircularState(found.state).label(_language()),
        "may_write": may_write and found.state == CircularState.DRAFT,
        "may_read_report": indicators.closes(request.viewer).filter(pk=found.assessment.close_id).exists(),
        "choices": [(code, _word(code)) for code in services.consequences(found.assessment)],
        **_lines(found),
    }
    return render(request, "performance/circular.html", context)


@login_required
@require_GET
def circular_pdf(request: HttpRequest, circular_id: UUID) -> HttpResponse:
    """The circular to print, in Chinese."""
    found = selectors.circular_for(request.viewer, circular_id)
    with override(CHINESE):
        lines = _lines(found)
    data = {
        "title": found.title,
        "opening": found.opening,
        "closing": found.closing,
        "report": f"{found.assessment.county.name}{found.assessment.period}定期报表",  # data, not for translation
        "bureau": f"{found.assessment.county.name}卫生健康局",  # data, not for translation
        "is_draft": found.state == CircularState.DRAFT,
        "issued_on": found.issued_on.isoformat() if found.issued_on else "",
        "praised": [[one["team"], f"{one['final']:.2f}"] for one in lines["praised"]],
        "criticised": [
            [one["team"], f"{one['final']:.2f}", one["text"] or one["why"], one["consequence"] or "—"]
            for one in lines["criticised"]
        ],
    }
    return pdf_response(template=TEMPLATE, data=data, name=f"circular-{found.assessment.period}")


def _lines(found: Circular) -> dict[str, Any]:
    rows = [
        {
            "kind": one.kind,
            "team_id": one.team_id,
            "team": one.team.name,
            "final": one.final,
            "why": _("复核属实率不达标，转审计") if one.needs_audit else _("得分低于通报线"),
            "text": one.text,
            "code": one.consequence,
            "consequence": _word(one.consequence),
            "reason": one.reason,
            "decided_by": one.decided_by_name,
            "decided_on": one.decided_on,
        }
        for one in found.lines.select_related("team").order_by("-final", "id")
    ]
    return {
        "praised": [one for one in rows if one["kind"] == CircularKind.PRAISE],
        "criticised": [one for one in rows if one["kind"] == CircularKind.CRITICISM],
    }


def _draft(request: HttpRequest) -> HttpResponse:
    try:
        assessment = selectors.assessment_for(request.viewer, UUID(request.POST.get("assessment", "")))
        made = services.draft_circular(by=request.viewer, assessment=assessment)
    except NotVisible:
        raise
    except CodedError as fault:
        messages.error(request, fault.message)
        return redirect("performance:circulars")
    except ValueError:
        raise NotVisible from None
    return redirect("performance:circular", made.id)


def _act(request: HttpRequest, found: Circular) -> None:
    asked, by, today = request.POST, request.viewer, clock.today()
    try:
        if "team" in asked:
            decided = services.Decided(
                asked["team"], asked.get("text", ""), asked.get("consequence", ""), asked.get("reason", "")
            )
            services.decide_consequence(by=by, circular=found, decided=decided, on=today)
        elif "issue" in asked:
            services.issue_circular(by=by, circular=found, on=today)
        else:
            opening, closing = asked.get("opening", ""), asked.get("closing", "")
            services.write_circular(by=by, circular=found, opening=opening, closing=closing)
    except NotVisible:
        raise
    except CodedError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("已保存。"))


def _word(code: str) -> str:
    found = rulebook().labelled(code) if code else None
    if found is None:
        return code
    return found.en if _language().startswith("en") else found.zh


def _language() -> str:
    return get_language() or ""
