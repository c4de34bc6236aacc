"""Incidents of a kindergarten."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.community.communities import permissions, presenters, selectors, services
from jiayi.community.communities.forms import IncidentForm, SettleForm
from jiayi.community.communities.models import Community, Incident
from jiayi.community.communities.terms import MemberRole
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.ui.acting import answer_form

from .places import frame

_MOST = 100


@login_required
@require_GET
def incidents(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """What happened, the latest first."""
    found = selectors.community_for(request.viewer, community_id)
    rows = list(selectors.incidents_of(found)[:_MOST])
    concerned = [one.member.resident_id for one in rows if one.member]
    audit.record_read(by=request.viewer, act="communities.open_incidents", resident_ids=concerned)
    context = frame(request, found, "incidents") | {"rows": presenters.incident_rows(rows)}
    return render(request, "communities/incidents.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """Something happened."""
    found = selectors.community_for(request.viewer, community_id, permission=permissions.CHECK)
    today = clock.today()
    children = [one for one in selectors.members_of(found, on=today) if one.role == MemberRole.CHILD]
    diseases = selectors.settings_of(found, today).get("kindergarten.watched_diseases", [])
    form = IncidentForm(children, diseases, today, request.POST or None)

    def act() -> Incident:
        data = dict(form.cleaned_data)
        member, made = data.pop("member"), data.pop("made")
        return services.report_incident(
            by=request.viewer,
            community_id=found.id,
            member_id=UUID(member) if member else None,
            incident_id=made,
            on=today,
            **data,
        )

    words = {"heading": _("登记事件"), "action": _("保存"), "done": _("已登记，请及时处理、报告并分析原因。")}
    return answer_form(request, form, act, back=_back(found), words=words | {"subject": found.name})


@login_required
@require_http_methods(["GET", "POST"])
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """What was done about it."""
    found = selectors.incident_for(request.viewer, incident_id)
    concerned = [found.member.resident_id] if found.member else []
    audit.record_read(by=request.viewer, act="communities.open_incident", resident_ids=concerned)
    form = SettleForm(found, request.POST or None)

    def act() -> Incident:
        return services.settle_incident(by=request.viewer, incident_id=found.id, on=clock.today(), **form.cleaned_data)

    words = {"heading": _("处理事件"), "action": _("保存"), "done": _("已保存。"), "help": found.what}
    return answer_form(request, form, act, back=_back(found.community), words=words | {"subject": found.community.name})


def _back(found: Community) -> str:
    return reverse("communities:incidents", args=[found.id])
