"""Communities: the list, one with its day, opening, changing, closing."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.community.communities import permissions, presenters, selectors, services
from jiayi.community.communities.forms import CommunityForm, plan_values
from jiayi.community.communities.models import Community
from jiayi.community.communities.terms import CommunityKind
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.forms import Form
from jiayi.foundation.ui.lists import ListFile, ListPage, list_file, list_page, render_list
from jiayi.registry.organization import selectors as organization


@login_required
@require_http_methods(["GET", "POST"])
def communities(request: HttpRequest) -> HttpResponseBase:
    """Communities within reach; POST takes the list away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    spec = presenters.community_list(request.viewer, clock.today(), request.GET.get("region", ""))
    found = selectors.communities(request.viewer)
    if not request.GET.get("closed"):
        found = found.filter(closed_on=None)
    page = list_page(spec, found, request.GET)
    if request.method == "POST":
        return _export(request, page)
    context = {
        "page": page.show(presenters.community_row),
        "may_export": request.viewer.can(permissions.EXPORT),
        "may_write": request.viewer.can(permissions.WRITE),
    }
    return render_list(request, "communities/communities.html", context)


@login_required
@require_GET
def community(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """One community: its particulars, and of a kindergarten how the day stands."""
    today = clock.today()
    found = selectors.community_for(request.viewer, community_id)
    context: dict[str, Any] = frame(request, found, "today")
    running = selectors.agreement_on(found, today)
    context |= {
        "about": presenters.about(found),
        "today": today,
        "row": presenters.community_row(found),
        "agreement": presenters.agreement_words(running, today),
        "earlier": [presenters.agreement_words(one, today) for one in selectors.agreements_of(found) if one != running],
        "numbers": presenters.number_words(selectors.numbers_of(request.viewer, found, on=today)),
    }
    if context["is_kindergarten"]:
        absences = selectors.absences_of(found, today)
        context |= {
            "classes": presenters.class_rows(selectors.day_of(found, today)),
            "focus": presenters.focus_words(selectors.settings_of(found, today), today),
            "absent": len(absences),
            "absent_due": sum(bool(one.due) for one in absences),
            "undone": sum(one.done_on is None for one in selectors.duties_on(found, today)),
            "open_incidents": selectors.incidents_of(found).filter(closed_on=None).count(),
        }
    return render(request, "communities/community.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A community begins to be served."""
    form = _form(request)

    def act() -> Community:
        made = form.cleaned_data["made"]
        return services.open_community(by=request.viewer, plan=form.plan(), on=clock.today(), community_id=made)

    words = {"heading": _("新功能社区"), "action": _("保存"), "done": _("已登记，请添加班级和成员。")}
    words |= {"subject": _("功能社区")}
    return answer_form(request, form, act, back=reverse("communities:communities"), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """Other particulars of a community."""
    found = selectors.community_for(request.viewer, community_id, permission=permissions.WRITE)
    form = _form(request, initial=plan_values(found))

    def act() -> Community:
        plan = form.plan()
        return services.change_community(by=request.viewer, community_id=found.id, plan=plan, on=clock.today())

    words = {"heading": _("变更"), "action": _("保存"), "done": _("已变更。"), "subject": found.name}
    return answer_form(request, form, act, back=back_to(found), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """A community is not served any more."""
    found = selectors.community_for(request.viewer, community_id, permission=permissions.WRITE)
    act = partial(services.close_community, by=request.viewer, community_id=found.id, on=clock.today())
    words = {"heading": _("停止服务"), "action": _("停止服务"), "done": _("已停止服务。"), "danger": True}
    words |= {"subject": found.name, "help": _("成员关系至今天为止，以前的记录保留。")}
    return answer_form(request, Form(request.POST or None), act, back=back_to(found), words=words)


def frame(request: HttpRequest, found: Community, tab: str) -> dict[str, Any]:
    """What every page of a community shows around itself."""
    place = {"region_code": found.region_id, "institution_id": found.institution_id, "team_id": found.team_id}
    scopes = {"may_write": permissions.WRITE, "may_check": permissions.CHECK}
    may = {name: permissions.holds(request.viewer.scope(each), **place) for name, each in scopes.items()}
    is_open = found.closed_on is None
    return {
        "community": found,
        "tab": tab,
        "is_kindergarten": found.kind == CommunityKind.KINDERGARTEN,
        "month": clock.today().replace(day=1),
    } | {name: allowed and is_open for name, allowed in may.items()}


def back_to(found: Community) -> str:
    """The page of a community."""
    return reverse("communities:community", args=[found.id])


def _form(request: HttpRequest, initial: dict[str, Any] | None = None) -> CommunityForm:
    if not request.viewer.can(permissions.WRITE):
        raise NotVisible
    teams = selectors.teams_for(request.viewer, clock.today())
    places = organization.place_choices(request.viewer, permissions.WRITE, request.POST.get("region_code", ""))
    facts = organization.team_facts_of([key for key, _ in teams], clock.today())
    villages = organization.villages_of_teams(list(facts), clock.today())
    codes = [code for key, team in facts.items() for code in (*villages.get(key, []), team.region_code)]
    names = organization.region_names(codes)
    known = dict(places) | {code: names.get(code, code) for code in codes}
    return CommunityForm(teams, sorted(known.items()), request.POST or None, initial=initial or {})


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    """No resident is in the file."""
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("功能社区"),
        columns=presenters.COMMUNITY_COLUMNS,
        record=lambda taken: audit.record(
            by=request.viewer, act="communities.export_communities", details=taken.details()
        ),
        rows=lambda rows: (presenters.community_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())
