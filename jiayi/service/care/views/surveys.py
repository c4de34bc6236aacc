"""Surveys of villages: those that were made, one of them, and the form of another."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.registry.organization import selectors as organization
from jiayi.service.care import permissions, presenters, selectors, services
from jiayi.service.care.faults import UNUSUAL
from jiayi.service.care.forms import SurveyForm
from jiayi.service.care.terms import VILLAGE


@login_required
@require_http_methods(["GET", "POST"])
def surveys(request: HttpRequest) -> HttpResponseBase:
    """Surveys within reach, and villages of which there is none this year; POST takes the list away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    spec = presenters.survey_list(request.viewer, request.GET.get("region", ""))
    page = list_page(spec, selectors.surveys(request.viewer), request.GET)
    if request.method == "POST":
        return _export(request, page)
    context = {
        "page": page.show(presenters.survey_row),
        "waiting": selectors.villages_to_survey(request.viewer, on=clock.today()),
        "may_write": request.viewer.can(permissions.WRITE),
        "may_export": request.viewer.can(permissions.EXPORT),
    }
    return render_list(request, "care/surveys.html", context)


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("社区卫生调查"),
        columns=presenters.SURVEY_COLUMNS,
        record=partial(_taken, request),
        rows=lambda rows: (presenters.survey_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())


def _taken(request: HttpRequest, taken: Taken) -> None:
    audit.record(by=request.viewer, act="care.export_surveys", subject_kind="survey", details=taken.details())


@login_required
@require_GET
def survey(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """One survey as it was answered."""
    found = selectors.survey_for(request.viewer, survey_id)
    context = {"page": presenters.survey_page(found), "may_write": request.viewer.can(permissions.WRITE)}
    return render(request, "care/survey.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_survey(request: HttpRequest, region_code: str) -> HttpResponse:
    """The survey of a village, with the answers of the one before beside the fields."""
    region = organization.region_for(request.viewer, region_code)
    if not request.viewer.scope(permissions.WRITE).holds_region(region.code):
        raise NotVisible
    today = clock.today()
    filled = SurveyForm(rulebook().surveys[VILLAGE], today, request.POST or None)
    unusual: list[str] = []
    status = 200
    if request.method == "POST" and filled.is_valid():
        try:
            kept = services.save_survey(
                by=request.viewer,
                asked=filled.survey(region.code),
                on=today,
                confirmed=frozenset(request.POST.getlist("confirmed")),
            )
            messages.success(request, _("已保存。"))
            return redirect("care:survey", kept.id)
        except BadShape as error:
            unusual = [one["field"] for one in error.breaches] if error.code == UNUSUAL else []
            filled.refuse(error)
            status = error.status
    before = next(iter(selectors.latest_surveys(request.viewer, region.code, on=today)), None)
    last = before.values if before else {}
    context = {
        "form": filled,
        "region": region,
        "definition": filled.definition,
        "sections": presenters.sections_of(filled, last=last, given={}, unusual=unusual),
        "last_on": before.surveyed_on if before else None,
        "unusual": unusual,
        "confirmed": [*request.POST.getlist("confirmed"), *unusual],
    }
    return render(request, "care/new_survey.html", context, status=status)
