"""Schedules: the list, one with its sessions, setting up, changing, stopping."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.lists import ListFile, ListPage, list_file, list_page, render_list
from jiayi.service.scheduling import permissions, presenters, selectors, services
from jiayi.service.scheduling.forms import ChangeScheduleForm, ScheduleForm, StopForm, values_of
from jiayi.service.scheduling.models import Schedule

SHOWN = 30


@login_required
@require_http_methods(["GET", "POST"])
def schedules(request: HttpRequest) -> HttpResponseBase:
    """Schedules within reach; POST takes the list away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    today = clock.today()
    spec = presenters.schedule_list(request.viewer, today, request.GET.get("region", ""))
    page = list_page(spec, selectors.schedules(request.viewer, on=today), request.GET)
    if request.method == "POST":
        return _export(request, page)
    context = {
        "page": page.show(presenters.schedule_row),
        "may_export": request.viewer.can(permissions.EXPORT),
        "may_plan": request.viewer.can(permissions.WRITE),
    }
    return render_list(request, "scheduling/schedules.html", context)


@login_required
@require_GET
def schedule(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """One schedule: its particulars, its sessions, and those that wait for a decision after a change."""
    found = selectors.schedule_for(request.viewer, schedule_id)
    sessions = selectors.sessions(request.viewer).filter(schedule_id=found.id)
    coming = sessions.filter(held_on__gte=clock.today()).order_by("held_on", "id")
    past = sessions.filter(held_on__lt=clock.today()).order_by("-held_on", "id")
    waiting = sessions.filter(needs_decision=True).order_by("held_on", "id")
    context = {
        "page": presenters.schedule_page(found),
        "schedule": found,
        "to_decide": presenters.choice_rows(waiting),
        "coming": presenters.choice_rows(coming[:SHOWN]),
        "past": presenters.choice_rows(past[:SHOWN]),
        "may_plan": _may_plan(request, found),
        "is_over": found.ends_on is not None and found.ends_on < clock.today(),
    }
    return render(request, "scheduling/schedule.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a team, then set its schedule up."""
    today = clock.today()
    teams = selectors.teams_to_plan(request.viewer, on=today)
    if not request.viewer.can(permissions.WRITE):
        raise NotVisible
    chosen = next((key for key, _name in teams if str(key) == request.GET.get("team", "")), None)
    chosen = chosen or (teams[0][0] if len(teams) == 1 else None)
    if chosen is None:
        return render(request, "scheduling/choose_team.html", {"teams": teams})
    form = ScheduleForm(today, request.POST or None, **_choices(chosen))

    def act() -> Schedule:
        return services.create_schedule(by=request.viewer, plan=form.plan(chosen), on=today)

    return _answer(request, form, act, {"heading": _("新排班"), "team_name": dict(teams)[chosen]})


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """Let a schedule be otherwise from a day on."""
    today = clock.today()
    found = selectors.schedule_for(request.viewer, schedule_id, permission=permissions.WRITE)
    form = ChangeScheduleForm(today, request.POST or None, initial=values_of(found, today), **_choices(found.team_id))

    def act() -> Schedule:
        return services.change_schedule(
            by=request.viewer,
            schedule_id=found.id,
            plan=form.plan(found.team_id),
            from_on=form.cleaned_data["from_on"],
            on=today,
        )

    return _answer(request, form, act, {"heading": _("变更排班"), "team_name": found.team.name, "schedule": found})


@login_required
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, schedule_id: UUID) -> HttpResponse:
    """Let a schedule end."""
    found = selectors.schedule_for(request.viewer, schedule_id, permission=permissions.WRITE)
    form = StopForm(clock.today(), request.POST or None)
    words = {
        "heading": _("停止排班"),
        "action": _("停止"),
        "danger": True,
        "done": _("已停止排班。"),
        "help": "",
        "subject": found.title,
    }

    def act() -> Schedule:
        return services.stop_schedule(
            by=request.viewer, schedule_id=found.id, last_on=form.cleaned_data["last_on"], on=clock.today()
        )

    return answer_form(request, form, act, back=reverse("scheduling:schedule", args=[found.id]), words=words)


def _choices(team_id: UUID) -> dict[str, Any]:
    today = clock.today()
    return {
        "members": selectors.team_members(team_id, today),
        "villages": selectors.villages_to_plan(team_id, today),
    }


def _answer(request: HttpRequest, form: ScheduleForm, act: Any, words: dict[str, Any]) -> HttpResponse:
    """The form of a schedule, or the act and the schedule's page; a refusal keeps what was filled in."""
    status, breaches = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = act()
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status, breaches = error.status, error.breaches if isinstance(error, LawBroken) else []
            else:
                messages.success(request, _("排班已保存，场次已生成。"))
                return redirect("scheduling:schedule", made.id)
    context = words | {"form": form, "breaches": breaches}
    return render(request, "scheduling/schedule_form.html", context, status=status)


def _may_plan(request: HttpRequest, found: Schedule) -> bool:
    return permissions.holds(
        request.viewer.scope(permissions.WRITE),
        region_code=found.region_id,
        institution_id=found.institution_id,
        team_id=found.team_id,
    )


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("门诊和巡诊排班"),
        columns=presenters.SCHEDULE_COLUMNS,
        record=lambda taken: audit.record(
            by=request.viewer, act="scheduling.export_schedules", details=taken.details()
        ),
        rows=lambda rows: (presenters.schedule_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())
