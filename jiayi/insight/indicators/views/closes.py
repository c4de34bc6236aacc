"""Closes of periods, restatements and who made the difference; persons given to a team to close a gap."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.foundation.core.dates import parse_iso_day
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui import answers as answering
from jiayi.foundation.ui.addresses import own_address
from jiayi.foundation.ui.exports import ExportNote, book_response
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.insight.indicators import permissions, presenters, selectors, services
from jiayi.insight.indicators.models import GapDuty, PeriodClose
from jiayi.insight.indicators.presenters import closes as closing
from jiayi.insight.indicators.presenters import reporting
from jiayi.insight.indicators.presenters.scores import score_of
from jiayi.insight.indicators.terms import Part
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

from .asking import language, uuid_or_none

REPORT = "insight/indicators/typst/report.typ"


@login_required
@require_http_methods(["GET", "POST"])
def closes(request: HttpRequest) -> HttpResponseBase:
    """What is closed, the latest first, and the months that may be; a POST of the export menu takes the list away."""
    viewer = request.viewer
    if not viewer.can(permissions.READ):
        raise NotVisible
    every = selectors.closes(viewer)
    page = list_page(closing.close_list(viewer), every, request.GET)
    if request.method == "POST":
        return _list_as_file(request, page)
    region = selectors.home_region(viewer)
    may_close = bool(region) and viewer.scope(permissions.CLOSE).holds_region(region)
    context = {
        "page": page.show(lambda one: one),
        "waiting": _waiting(region, every) if may_close else [],
        "may_export": viewer.can(permissions.EXPORT),
    }
    return render_list(request, "indicators/closes.html", context)


def _list_as_file(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible

    def record(taken: Taken) -> None:
        audit.record(by=request.viewer, act="indicators.export_closes", details=taken.details())

    file = ListFile(name=_("指标封存"), columns=closing.CLOSE_COLUMNS, record=record)
    return list_file(request, page, file, at=clock.now())


def _waiting(region: str, every: QuerySet[PeriodClose]) -> list[dict[str, Any]]:
    """The months of a region that have facts, and whether each is closed."""
    months = [one for month in selectors.months_of(region) for one in selectors.periods_of(region, month)]
    closed = set(every.filter(period__in={one.period for one in months}).values_list("county_id", "period"))
    return [{"period": one, "is_closed": (one.county, one.period) in closed} for one in months]


@login_required
@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Freeze a month of a county, or restate it with a reason."""
    if not request.viewer.scope(permissions.CLOSE).holds_region(code):
        raise NotVisible
    try:
        day = parse_iso_day(request.POST.get("as_of", ""))
        reason = request.POST.get("reason", "")
        asked = {"by": request.viewer, "county": code, "as_of": day, "at": clock.now()}
        if "restate" in request.POST:
            made = services.restate_period(**asked, reason=reason)
        else:
            made = services.close_period(**asked)
    except (CodedError, ValueError) as fault:
        messages.error(request, str(getattr(fault, "message", fault)))
        return redirect("indicators:closes")
    messages.success(request, _("已封存。"))
    return redirect("indicators:closed", close_id=made.id)


@login_required
@require_GET
def closed(request: HttpRequest, close_id: UUID) -> HttpResponse:
    """One close: its hash and numbers beside those of the close before, and who made the difference in one of them."""
    found = selectors.close_for(request.viewer, close_id)
    before = selectors.close_before(found)
    now, was = selectors.closed_rates(found), selectors.closed_rates(before) if before else {}
    schemes = organization.schemes_for(found.county_id, found.as_of)
    rows = [
        {
            "code": code,
            "score": score_of(code, rate, found.county_id, found.as_of, language(), schemes),
            "before": was.get((code, place)),
            "may_name": selectors.may_name(request.viewer, found.county_id, rulebook().indicators[code]),
            "is_changed": before is not None and was.get((code, place)) != rate,
        }
        for (code, place), rate in sorted(now.items())
        if code in rulebook().indicators
    ]
    context = {"close": found, "before": before, "rows": rows}
    asked = request.GET.get("indicator", "")
    if asked:
        context |= _difference(request, found, asked)
    return render(request, "indicators/closed.html", context)


@login_required
@require_GET
def report_pdf(request: HttpRequest, close_id: UUID) -> HttpResponse:
    """The regular report of a closed month on paper, for the townships; it judges nobody."""
    found = selectors.close_for(request.viewer, close_id)
    return pdf_response(template=REPORT, data=reporting.report_data(found), name=f"report-{found.period}")


@login_required
@require_POST
def report(request: HttpRequest, close_id: UUID) -> HttpResponseBase:
    """The same report as a workbook: the county, and its townships; it holds no persons."""
    found = selectors.close_for(request.viewer, close_id)
    audit.record(by=request.viewer, act="indicators.export_report", subject_kind="period_close", subject_ids=[found.id])
    note = ExportNote(request.viewer.actor_name, clock.now(), f"{found.county.name} {found.period}")
    return book_response(name=_("定期报表"), sheets=reporting.report_sheets(found, language()), note=note)


def _standings() -> dict[str, str]:
    return {"none": _("不在其中"), **{part.value: part.label(language()) for part in Part}}


def _difference(request: HttpRequest, found, code: str) -> dict:
    changed = selectors.changed_persons(request.viewer, found, code)
    ids = [one.resident_id for one in changed]
    audit.record_read(by=request.viewer, act="indicators.list_changed_persons", resident_ids=ids)
    named = {row["id"]: row for row in presenters.person_rows(request.viewer, ids, found.as_of, language())}
    standings = _standings()
    return {
        "difference_of": selectors.indicator_for(code).label(language()),
        "changed": [
            {"person": named.get(one.resident_id), "was": standings[one.was], "became": standings[one.became]}
            for one in changed
        ],
    }


@login_required
@require_POST
def assign_gap(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """Give the ticked residents to a member of a team; the answer names what became of each."""
    selectors.require_region(request.viewer, code, permissions.DRILL)
    if not request.viewer.can(permissions.ASSIGN_TASKS):
        raise NotVisible
    back = own_address(request, request.POST.get("next", ""))
    team_id, _colon, practitioner_id = request.POST.get("member", "").partition(":")
    team, member = uuid_or_none(team_id), uuid_or_none(practitioner_id)
    ids = [found for text in request.POST.getlist("resident") if (found := uuid_or_none(text))]
    try:
        due_on = parse_iso_day(request.POST.get("due_on", ""))
    except ValueError:
        due_on = None
    if team is None or member is None or due_on is None or not ids:
        messages.error(request, _("请勾选居民，并选择团队、责任人和完成期限。"))
        return redirect(back or request.path)
    try:
        answers = services.give_gap(
            by=request.viewer,
            indicator=name,
            resident_ids=ids,
            team_id=team,
            practitioner_id=member,
            due_on=due_on,
            on=clock.today(),
        )
    except CodedError as fault:
        if isinstance(fault, NotVisible):
            raise
        messages.error(request, fault.message)
        return redirect(back or request.path)
    return render(request, answering.TEMPLATE, answering.answers_context(answers, back))


@login_required
@require_GET
def gap_duty(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """From a task to the resident it is about."""
    if not request.viewer.can(permissions.DRILL):
        raise NotVisible
    duty = get_object_or_404(GapDuty, pk=duty_id)
    people.resident_for(request.viewer, duty.resident_id)
    return redirect("workstation:resident", duty.resident_id)
