"""Activities: the list, one with its people and files, planning and changing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.community.outreach import permissions, presenters, selectors, services
from jiayi.community.outreach.forms import ActivityForm, FileForm, values_of
from jiayi.community.outreach.models import Activity
from jiayi.community.outreach.terms import ActivityState, FileKind
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.ui.lists import ListFile, ListPage, list_file, list_page, render_list
from jiayi.registry.organization.terms import TeamFacts

from .choosing import chosen_team


@login_required
@require_http_methods(["GET", "POST"])
def activities(request: HttpRequest) -> HttpResponseBase:
    """Activities within reach, the latest first; POST takes the list away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    spec = presenters.activity_list(request.viewer, clock.today(), request.GET.get("region", ""))
    page = list_page(spec, selectors.activities(request.viewer), request.GET)
    if request.method == "POST":
        return _export(request, page)
    context = {
        "page": page.show(presenters.activity_row),
        "may_export": request.viewer.can(permissions.EXPORT),
        "may_write": request.viewer.can(permissions.WRITE),
    }
    return render_list(request, "outreach/activities.html", context)


@login_required
@never_cache
@require_GET
def activity(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """One activity: particulars, what came of it, who attended, files, and what may be done."""
    found = selectors.activity_for(request.viewer, activity_id)
    entries = selectors.attendance_of(request.viewer, found)
    seen = [one.resident_id for one in entries if one.is_seen]
    audit.record_read(by=request.viewer, act="outreach.open_activity", resident_ids=seen)
    context = {
        "activity": found,
        "entries": presenters.attendance_rows(entries, clock.today()),
        "files": presenters.file_rows(selectors.files_of(found)),
        "file_form": FileForm(kinds=[one for one in FileKind if one != FileKind.MINUTES]),
        "judged": selectors.judge_activity(found, found.contract_minutes),
    }
    return render(request, "outreach/activity.html", context | presenters.activity_page(found) | may(request, found))


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a team, then plan its activity."""
    today = clock.today()
    chosen = chosen_team(request, today, heading=_("新活动"))
    if isinstance(chosen, HttpResponse):
        return chosen
    team = selectors.team_of(request.viewer, chosen, today, permission=permissions.WRITE)
    form = ActivityForm(team, today, request.POST or None)

    def act() -> Activity:
        plan, made = form.plan(team.id), form.cleaned_data["made"]
        return services.plan_activity(by=request.viewer, plan=plan, on=today, activity_id=made)

    return _answer(request, form, act, team, {"heading": _("新活动"), "done": _("已登记活动计划。")})


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, activity_id: UUID) -> HttpResponse:
    """Plan an activity otherwise."""
    today = clock.today()
    found = selectors.activity_for(request.viewer, activity_id, permission=permissions.WRITE)
    team = selectors.team_of(request.viewer, found.team_id, found.held_on, permission=permissions.WRITE)
    form = ActivityForm(team, found.held_on, request.POST or None, initial=values_of(found))

    def act() -> Activity:
        plan = form.plan(team.id)
        return services.change_activity(by=request.viewer, activity_id=found.id, plan=plan, on=today)

    words = {"heading": _("变更活动"), "done": _("已变更。"), "activity": found}
    return _answer(request, form, act, team, words)


def may(request: HttpRequest, found: Activity) -> dict[str, Any]:
    """What this viewer may do with an activity today."""
    place = {"region_code": found.region_id, "institution_id": found.institution_id, "team_id": found.team_id}
    writes = permissions.holds(request.viewer.scope(permissions.WRITE), **place)
    plans = permissions.holds(request.viewer.scope(permissions.PLAN), **place)
    has_begun = found.held_on <= clock.today()
    is_open = found.state in (ActivityState.PLANNED, ActivityState.HELD)
    return {
        "may_change": writes and found.state == ActivityState.PLANNED,
        "may_hold": writes and is_open and has_begun,
        "may_attend": writes and is_open and has_begun,
        "may_archive": writes and found.state == ActivityState.HELD,
        "may_reopen": plans and found.state == ActivityState.ARCHIVED,
        "may_keep": writes and is_open,
        "took_place": found.state in (ActivityState.HELD, ActivityState.ARCHIVED),
    }


def _answer(request: HttpRequest, form: ActivityForm, act: Any, team: TeamFacts, words: dict[str, Any]) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = act()
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, words["done"])
                return redirect("outreach:activity", made.id)
    return render(request, "outreach/activity_form.html", words | {"form": form, "team": team}, status=status)


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    """No resident is in the file."""
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("健康活动"),
        columns=presenters.ACTIVITY_COLUMNS,
        record=lambda taken: audit.record(by=request.viewer, act="outreach.export_activities", details=taken.details()),
        rows=lambda rows: (presenters.activity_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())
