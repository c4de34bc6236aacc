"""Departments of hospitals that stand by a team."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms.departments import DepartmentForm, task_label
from jiayi.registry.organization.permissions import TEAM_WRITE, holds_institution


@require_http_methods(["GET", "POST"])
def departments(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Those of today, and one more by POST."""
    viewer, today = request.viewer, clock.today()
    team = selectors.team_for(viewer, team_id, on=today)
    may_write = holds_institution(viewer.scope(TEAM_WRITE), team.institution) and not team.dissolved_on
    if request.method == "POST" and not may_write:
        raise NotVisible
    tasks = selectors.department_tasks(team.institution.region_id, today)
    form = DepartmentForm(request.POST or None, hospitals=selectors.hospitals(viewer), tasks=tasks)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_department(by=viewer, team_id=team.id, on=today, **form.given())
        except BadShape as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记。"))
            return redirect("organization:departments", team.id)
    rows = [
        {"row": one, "tasks": [task_label(code) for code in one.tasks]} for one in selectors.departments_of(team, today)
    ]
    context = {"team": team, "rows": rows, "form": form, "may_write": may_write, "has_tasks": bool(tasks)}
    return render(request, "organization/departments.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_department(request: HttpRequest, team_id: UUID, department_id: UUID) -> HttpResponse:
    """Today is its last day."""
    services.end_department(by=request.viewer, team_id=team_id, department_id=department_id, on=clock.today())
    messages.success(request, _("已结束，自明日起不再负责。"))
    return redirect("organization:departments", team_id)
