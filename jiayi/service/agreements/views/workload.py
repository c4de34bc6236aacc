"""How much teams have promised: all of them, the heaviest first, and what makes the load of one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, list_file, render_list, rows_page
from jiayi.service.agreements import permissions, presenters, selectors


@login_required
@require_http_methods(["GET", "POST"])
def loads(request: HttpRequest) -> HttpResponseBase:
    """Every team within reach with its load; POST takes the list away as a file."""
    if not request.viewer.can(permissions.READ_WORKLOAD):
        raise NotVisible
    rows = [presenters.load_row(one) for one in selectors.workloads(request.viewer, on=clock.today())]
    page = rows_page(presenters.load_list(rows), rows, request.GET)
    if request.method == "POST":
        if not request.viewer.can(permissions.EXPORT):
            raise NotVisible
        file = ListFile(
            name=_("团队工作量"),
            columns=presenters.LOAD_COLUMNS,
            record=lambda taken: audit.record(
                by=request.viewer, act="agreements.export_workloads", subject_kind="team", details=taken.details()
            ),
        )
        return list_file(request, page, file, at=clock.now())
    context = {
        "page": page,
        "cards": presenters.load_cards(rows),
        "chart": presenters.load_chart(page.rows) if page.rows else None,
        "may_export": request.viewer.can(permissions.EXPORT),
        "today": clock.today(),
    }
    return render_list(request, "agreements/loads.html", context)


@login_required
@require_GET
def team_load(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """The load of one team: a card where htmx asks for it on the team's page, else all that makes it."""
    shown = selectors.workload_of(request.viewer, team_id, on=clock.today())
    context = {"page": presenters.team_load_page(shown), "team": shown.team, "today": clock.today()}
    template = "agreements/team_load.html"
    return render(request, f"{template}#card" if request.htmx else template, context)
