"""Pages of findings: the list, one with its evidence, who has how many, and what the detectors look for."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list, rows_page
from jiayi.insight.assurance import permissions, selectors, services
from jiayi.insight.assurance.forms import AnswerForm, ConclusionForm, ReportForm
from jiayi.insight.assurance.models import Finding
from jiayi.insight.assurance.presenters import charts
from jiayi.insight.assurance.presenters import findings as words
from jiayi.insight.assurance.presenters.tabs import finding_tabs
from jiayi.insight.assurance.terms import CONCLUSIONS, FindingState
from jiayi.registry.organization import selectors as organization


@login_required
@require_http_methods(["GET", "POST"])
def findings(request: HttpRequest) -> HttpResponseBase:
    """Findings of one's places and about oneself, the gravest first; POST takes the list away as a file."""
    viewer = request.viewer
    if not selectors.may_see_findings(viewer):
        raise NotVisible
    spec = words.finding_list(viewer, clock.today(), request.GET.get("region", ""))
    page = list_page(spec, selectors.findings(viewer), request.GET)
    if request.method == "POST":
        _require_export(request)
        file = ListFile(
            name=_("疑点"),
            columns=words.finding_columns(),
            record=lambda taken: audit.record(by=viewer, act="assurance.export_findings", details=taken.details()),
            rows=lambda rows: map(words.finding_row, rows),
        )
        return list_file(request, page, file, at=clock.now())
    page.show(words.finding_row)
    context = {"page": page, "may_export": _may_export(request), "tabs": finding_tabs(viewer, "findings")}
    context["may_report"] = viewer.can(permissions.REVIEW)
    return render_list(request, "assurance/findings.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Enter what one saw of a team; somebody else judges it."""
    viewer, today = request.viewer, clock.today()
    if not viewer.can(permissions.REVIEW):
        raise NotVisible
    form = ReportForm(viewer, today, request.POST or None)

    def act() -> Finding:
        return services.report_finding(by=viewer, on=today, **form.cleaned_data)

    words_of_page = {
        "heading": _("登记问题"),
        "subject": _("疑点核查"),
        "action": _("登记"),
        "done": _("已登记，由他人核查认定。"),
        "help": _("团队先说明情况，再由登记人以外的人核查认定和决定怎样处理。"),
    }
    return answer_form(request, form, act, back=reverse("assurance:findings"), words=words_of_page)


@login_required
@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponseBase:
    """Teams and practitioners with how many findings they have; POST takes it away as a file."""
    viewer = request.viewer
    page = rows_page(words.tally_list(), words.tally_rows(selectors.tally(viewer)), request.GET)
    if request.method == "POST":
        _require_export(request)
        file = ListFile(
            name=_("疑点汇总"),
            columns=words.tally_columns(),
            record=lambda taken: audit.record(by=viewer, act="assurance.export_overview", details=taken.details()),
        )
        return list_file(request, page, file, at=clock.now())
    context = {"page": page, "may_export": _may_export(request), "tabs": finding_tabs(viewer, "overview")}
    return render_list(request, "assurance/overview.html", context)


@login_required
@require_GET
def detectors(request: HttpRequest) -> HttpResponse:
    """What is looked for, why, and from where on somebody has a look."""
    if not selectors.may_see_findings(request.viewer):
        raise NotVisible
    rows = words.detector_rows(selectors.counts_by_detector(request.viewer), clock.today())
    context = {"rows": rows, "tabs": finding_tabs(request.viewer, "detectors")}
    return render(request, "assurance/detectors.html", context)


@login_required
@require_GET
def finding(request: HttpRequest, finding_id: UUID) -> HttpResponseBase:
    """One finding with its evidence."""
    return _page(request, selectors.finding_for(request.viewer, finding_id))


def _page(
    request: HttpRequest, shown: Finding, *, status: int = 200, **forms: ConclusionForm | AnswerForm
) -> HttpResponse:
    viewer = request.viewer
    page = list_page(words.evidence_list(), selectors.evidence(shown), request.GET)
    in_reach = selectors.things_in_reach(viewer, page.rows)
    seen = {one.resident_id for one in page.rows if one.thing_id in in_reach and one.resident_id}
    if seen:
        audit.record_read(by=viewer, act="assurance.read_finding", resident_ids=seen)
    villages = organization.region_names({one.values["village"] for one in page.rows if "village" in one.values})
    page.show(lambda one: words.evidence_row(one, in_reach, villages))
    context = {
        "finding": words.finding_page(shown),
        "page": page,
        "chart": charts.finding_chart(shown),
        "chart_summary": charts.chart_summary(shown),
        **_acts(request, shown, forms),
    }
    answer = render_list(request, "assurance/finding.html", context)
    answer.status_code = status
    return answer


def _acts(request: HttpRequest, shown: Finding, forms: dict[str, Any]) -> dict[str, Any]:
    """What this viewer may do with the finding as it stands."""
    viewer, is_closed = request.viewer, shown.state in CONCLUSIONS
    is_own = selectors.concerns(viewer, shown)
    is_reporter = shown.reported_by is not None and shown.reported_by == viewer.actor_id
    reviews = permissions.holds(viewer, permissions.REVIEW, shown) and not is_own and not is_reporter and not is_closed
    is_mine = shown.state == FindingState.UNDER_REVIEW and shown.taken_by == viewer.actor_id
    answers = is_own and viewer.can(permissions.ANSWER) and not is_closed
    return {
        "may_take": reviews and shown.state == FindingState.OPEN,
        "is_mine": reviews and is_mine,
        "is_own": is_own,
        "conclusion_form": forms.get("conclude") or ConclusionForm(_measures(shown)) if reviews and is_mine else None,
        "answer_form": forms.get("answer") or AnswerForm(initial={"answer": shown.answer}) if answers else None,
    }


@login_required
@require_POST
def act(request: HttpRequest, finding_id: UUID, step: str) -> HttpResponseBase:
    """Take a finding, give it back, judge it, or answer it."""
    shown = selectors.finding_for(request.viewer, finding_id)
    if step in ("take", "release"):
        return _plain_act(request, shown, step)
    if step not in ("conclude", "answer"):
        raise NotVisible
    form = ConclusionForm(_measures(shown), request.POST) if step == "conclude" else AnswerForm(request.POST)
    _require_step(request, shown, step)
    status = 422
    if form.is_valid():
        service = services.conclude_finding if step == "conclude" else services.answer_finding
        try:
            service(by=request.viewer, finding_id=shown.id, at=clock.now(), **form.cleaned_data)
        except (BadShape, LawBroken) as error:
            form.refuse(error)
            status = error.status
            shown.refresh_from_db()
        else:
            messages.success(request, _("已认定。") if step == "conclude" else _("已提交说明。"))
            return redirect("assurance:finding", shown.id)
    return _page(request, shown, status=status, **{step: form})


def _measures(shown: Finding) -> tuple[str, ...]:
    """What may follow from a report; from what is counted nothing does."""
    return selectors.accountability(shown.region_id, clock.today()).measures if shown.statement else ()


def _require_step(request: HttpRequest, shown: Finding, step: str) -> None:
    if step == "conclude":
        permissions.require(request.viewer, permissions.REVIEW, shown)
    elif not (request.viewer.can(permissions.ANSWER) and selectors.concerns(request.viewer, shown)):
        raise NotVisible


def _plain_act(request: HttpRequest, shown: Finding, step: str) -> HttpResponse:
    try:
        if step == "take":
            services.take_finding(by=request.viewer, finding_id=shown.id, at=clock.now())
            messages.success(request, _("已受理，请核查后认定。"))
        else:
            services.release_finding(by=request.viewer, finding_id=shown.id)
            messages.success(request, _("已退回待核查。"))
    except LawBroken as error:
        messages.error(request, error.message)
    return redirect("assurance:finding", shown.id)


def _may_export(request: HttpRequest) -> bool:
    return request.viewer.can(permissions.EXPORT)


def _require_export(request: HttpRequest) -> None:
    if not _may_export(request):
        raise NotVisible
