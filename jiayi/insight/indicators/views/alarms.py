"""Teams far below their targets: the supervisor reads why, and says what was ordered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, NotVisible
from jiayi.insight.indicators import permissions, selectors, services
from jiayi.insight.indicators.models import TargetAlarm
from jiayi.insight.indicators.presenters.scores import score_of

from .asking import language

SHOWN = 200


@login_required
@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    """Every alarm within reach, those that wait first."""
    if not request.viewer.can(permissions.ALARM):
        raise NotVisible
    rows = [{"alarm": one, "lines": _scores(one)} for one in selectors.alarms(request.viewer)[:SHOWN]]
    return render(request, "indicators/alarms.html", {"rows": rows, "today": clock.today()})


@login_required
@require_http_methods(["GET", "POST"])
def alarm(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """One alarm; POST answers it."""
    found = selectors.alarm_for(request.viewer, alarm_id)
    if request.method == "POST":
        try:
            services.answer_alarm(
                by=request.viewer, alarm_id=found.pk, answer=request.POST.get("answer", ""), on=clock.today()
            )
        except CodedError as fault:
            messages.error(request, fault.message)
        else:
            messages.success(request, _("已答复，任务完成。"))
        return redirect("indicators:alarm", alarm_id=found.pk)
    place = f"?level=team&place={found.team_id}&part=missed"
    county = found.region_id[:6]
    drills = request.viewer.scope(permissions.DRILL).holds_region(found.region_id)
    rows = [
        {
            "score": one,
            "url": reverse("indicators:indicator", args=[found.region_id, one.code]),
            "persons": reverse("indicators:indicator_persons", args=[found.region_id, one.code]) + place
            if drills and selectors.may_name(request.viewer, found.region_id, selectors.indicator_for(one.code))
            else "",
        }
        for one in _scores(found)
    ]
    return render(request, "indicators/alarm.html", {"alarm": found, "rows": rows, "county": county})


def _scores(found: TargetAlarm) -> list[Any]:
    return [
        score_of(
            line["indicator"],
            selectors.Rate(line["numerator"], line["denominator"]),
            found.region_id[:6],
            found.as_of,
            language(),
        )
        for line in found.lines
    ]
