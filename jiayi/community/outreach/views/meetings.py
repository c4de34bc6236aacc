"""Meetings and trainings: the list, one with who came, planning, holding, cancelling."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.community.outreach import permissions, presenters, selectors, services
from jiayi.community.outreach.forms import CancelMeetingForm, FileForm, HoldMeetingForm, MeetingForm, meeting_values
from jiayi.community.outreach.models import Meeting
from jiayi.community.outreach.terms import MeetingState
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.lists import ListFile, ListPage, list_file, list_page, render_list

from .choosing import chosen_team

FORM = "outreach/meeting_form.html"


@login_required
@require_http_methods(["GET", "POST"])
def meetings(request: HttpRequest) -> HttpResponseBase:
    """Meetings within reach, the latest first; POST takes the list away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    spec = presenters.meeting_list(request.viewer, clock.today(), request.GET.get("region", ""))
    page = list_page(spec, selectors.meetings(request.viewer), request.GET)
    if request.method == "POST":
        return _export(request, page)
    context = {
        "page": page.show(presenters.meeting_row),
        "may_export": request.viewer.can(permissions.EXPORT),
        "may_write": request.viewer.can(permissions.WRITE),
    }
    return render_list(request, "outreach/meetings.html", context)


@login_required
@require_GET
def meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting: particulars, minutes, who came, files."""
    found = selectors.meeting_for(request.viewer, meeting_id)
    place = {"region_code": found.region_id, "institution_id": found.institution_id, "team_id": found.team_id}
    writes = permissions.holds(request.viewer.scope(permissions.WRITE), **place)
    is_open = found.state != MeetingState.CANCELLED
    context = {
        "meeting": found,
        "files": presenters.file_rows(selectors.files_of(found)),
        "file_form": FileForm(),
        "may_keep": writes and is_open,
        "may_change": writes and found.state == MeetingState.PLANNED,
        "may_hold": writes and is_open and found.held_on <= clock.today(),
    }
    return render(request, "outreach/meeting.html", context | presenters.meeting_page(found))


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a team, then plan its meeting."""
    today = clock.today()
    chosen = chosen_team(request, today, heading=_("新会议或培训"))
    if isinstance(chosen, HttpResponse):
        return chosen
    team = selectors.team_of(request.viewer, chosen, today, permission=permissions.WRITE)
    form = MeetingForm(team, today, request.POST or None)

    def act() -> Meeting:
        made = form.cleaned_data["made"]
        return services.plan_meeting(by=request.viewer, plan=form.plan(team.id), on=today, meeting_id=made)

    words = {"heading": _("新会议或培训"), "action": _("保存"), "done": _("已登记会议计划。"), "subject": team.name}
    return answer_form(request, form, act, back=reverse("outreach:meetings"), words=words, template=FORM)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Plan a meeting otherwise."""
    found = _to_write(request, meeting_id)
    team = selectors.team_of(request.viewer, found.team_id, found.held_on, permission=permissions.WRITE)
    form = MeetingForm(team, found.held_on, request.POST or None, initial=meeting_values(found))

    def act() -> Meeting:
        plan = form.plan(team.id)
        return services.change_meeting(by=request.viewer, meeting_id=found.id, plan=plan, on=clock.today())

    words = {"heading": _("变更"), "action": _("保存"), "done": _("已变更。"), "subject": found.title}
    return answer_form(request, form, act, back=_back(found), words=words, template=FORM)


@login_required
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Enter who came and what was decided."""
    found = _to_write(request, meeting_id)
    form = HoldMeetingForm(found, request.POST or None)

    def act() -> Meeting:
        return services.hold_meeting(by=request.viewer, meeting_id=found.id, on=clock.today(), **form.given())

    words = {"heading": _("登记召开情况"), "action": _("保存"), "done": _("已登记。"), "subject": found.title}
    return answer_form(request, form, act, back=_back(found), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A meeting does not take place."""
    found = _to_write(request, meeting_id)
    form = CancelMeetingForm(request.POST or None)

    def act() -> Meeting:
        reason = form.cleaned_data["reason"]
        return services.cancel_meeting(by=request.viewer, meeting_id=found.id, reason=reason)

    words: dict[str, Any] = {"heading": _("取消会议"), "action": _("取消会议"), "danger": True}
    return answer_form(
        request, form, act, back=_back(found), words=words | {"done": _("已取消。"), "subject": found.title}
    )


def _to_write(request: HttpRequest, meeting_id: UUID) -> Meeting:
    return selectors.meeting_for(request.viewer, meeting_id, permission=permissions.WRITE)


def _back(found: Meeting) -> str:
    return reverse("outreach:meeting", args=[found.id])


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    """No resident is in the file."""
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("会议和培训"),
        columns=presenters.MEETING_COLUMNS,
        record=lambda taken: audit.record(by=request.viewer, act="outreach.export_meetings", details=taken.details()),
        rows=lambda rows: (presenters.meeting_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())
