"""Pages of teams: the list, one team, its public board, and how it is formed and changed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.ui.lists import list_page
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms import DissolveForm, TeamForm
from jiayi.registry.organization.models import Team
from jiayi.registry.organization.permissions import (
    AREA_WRITE,
    TASK_READ,
    TEAM_WRITE,
    holds_institution,
    reads_teams,
    require_at,
)
from jiayi.registry.organization.presenters import pages, rows
from jiayi.registry.organization.presenters.lists import team_list
from jiayi.registry.organization.presenters.publication import public_cards
from jiayi.registry.organization.views.answers import form_page, list_or_file, saved


@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest) -> HttpResponseBase:
    """All teams, as they are posted in public."""
    viewer, today = request.viewer, clock.today()
    if not reads_teams(viewer):
        raise NotVisible
    page = list_page(team_list(viewer, today), selectors.teams(viewer, on=today), request.GET)
    return list_or_file(
        request,
        page,
        template="organization/teams.html",
        present=lambda team: rows.team_row(team, today),
        name=_("签约团队"),
        act="organization.export_teams",
        columns=rows.TEAM_COLUMNS,
        context={"may_write": viewer.can(TEAM_WRITE)},
    )


@require_GET
def team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """One team: members and duties, the check of its composition, its areas."""
    viewer, today = request.viewer, clock.today()
    shown = selectors.team_for(viewer, team_id, on=today)
    context = _team_context(shown, today) | {
        "may_write": holds_institution(viewer.scope(TEAM_WRITE), shown.institution) and not shown.dissolved_on,
        "may_see_road": holds_institution(viewer.scope(TASK_READ), shown.institution),
        "may_draw": holds_institution(viewer.scope(AREA_WRITE), shown.institution),
        "areas": list(selectors.areas(viewer, on=today, team=shown.id)),
        "dissolve": DissolveForm(initial={"on": today}),
    }
    return render(request, "organization/team.html", context)


def _team_context(shown: Team, today: Any) -> dict[str, Any]:
    facts = selectors.team_facts(shown.id, today)
    population, unknown = selectors.population_of_team_area(shown.id, today)
    return {
        "team": shown,
        "facts": pages.team_facts_shown(shown, selectors.supervisor_for(shown.institution.region_id, today)),
        "members": pages.member_cards(shown),
        "composition": pages.composition_card(selectors.composition_of_team(facts, today)),
        "population": population,
        "population_unknown": unknown,
        "cap": selectors.population_cap(shown.institution.region_id, today),
    }


@require_GET
def notice(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """The team as public boards show it: of each member what the person agreed to (S2.1-17)."""
    today = clock.today()
    shown = selectors.team_for(request.viewer, team_id, on=today)
    areas = list(selectors.areas(request.viewer, on=today, team=shown.id))
    members = [card for team in selectors.public_teams([shown.id], today) for card in public_cards(team)]
    context = {"team": shown, "members": members, "areas": areas}
    return render(request, "organization/notice.html", context)


@require_http_methods(["GET", "POST"])
def edit_team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Change a team's name, tier and phone."""
    today = clock.today()
    shown = selectors.team_for(request.viewer, team_id, on=today)
    require_at(request.viewer, TEAM_WRITE, shown.institution)
    initial = {"name": shown.name, "tier": shown.tier, "is_combined": shown.is_combined, "phone": shown.phone}
    combined = shown.is_combined or selectors.signs_combined(shown.institution.region_id, today)
    form = TeamForm(request.POST or None, combined=combined, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = saved(
            form,
            lambda: services.change_team(by=request.viewer, team_id=shown.id, fields=form.cleaned_data, on=today),
        )
        if changed:
            messages.success(request, _("已保存。"))
            return redirect("organization:team", shown.id)
    context = {"heading": shown.name, "pretitle": _("修改团队"), "action": _("保存")}
    return form_page(request, "organization/form.html", form, context)


@require_POST
def dissolve_team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Give a team its last day."""
    shown = selectors.team_for(request.viewer, team_id, on=clock.today())
    require_at(request.viewer, TEAM_WRITE, shown.institution)
    form = DissolveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写最后服务日。"))
        return redirect("organization:team", shown.id)
    try:
        services.dissolve_team(by=request.viewer, team_id=shown.id, on=form.cleaned_data["on"])
        messages.success(request, _("团队已解散。"))
    except LawBroken as error:
        messages.error(request, error.message)
    return redirect("organization:team", shown.id)
