"""Surveys: begin one, and what came of it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.community.engagement import permissions, presenters, selectors, services
from jiayi.community.engagement.forms import SurveyForm
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.acting import answer_form
from jiayi.registry.organization import selectors as organization


@login_required
@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey of the viewer's regions."""
    found = selectors.surveys(request.viewer)[:100]
    rows = [{"survey": one} | presenters.survey_words(selectors.result_of(one)) for one in found]
    may_begin = bool(request.viewer.scope(permissions.ANSWER).region_prefixes)
    return render(request, "engagement/surveys.html", {"rows": rows, "may_begin": may_begin, "tab": "surveys"})


@login_required
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Draw a sample and invite it."""
    today = clock.today()
    places = organization.place_choices(request.viewer, permissions.ANSWER, "")
    if not request.viewer.scope(permissions.ANSWER).region_prefixes:
        raise NotVisible
    form = SurveyForm(request.POST or None, places=places, on=today)
    words = {
        "heading": _("发起调查"),
        "subject": _("居民调查"),
        "action": _("抽样并发出"),
        "done": _("已抽样并发出邀请。"),
    }

    def act() -> None:
        said = form.cleaned_data
        services.begin_survey(
            by=request.viewer, region_code=said["region"], title=said["title"], on=today, at=clock.now()
        )

    return answer_form(request, form, act, back=reverse("engagement:surveys"), words=words)


@login_required
@require_GET
def survey(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """What came of one: nobody is named."""
    found = selectors.survey_for(request.viewer, round_id)
    context = {"survey": found} | presenters.survey_words(selectors.result_of(found))
    return render(request, "engagement/survey.html", context)
