"""Campaigns of publicity: the list, one with its places, planning, sending round, paper."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.community.outreach import permissions, presenters, selectors, services
from jiayi.community.outreach.forms import CampaignForm, VerdictForm, campaign_values
from jiayi.community.outreach.models import Campaign
from jiayi.community.outreach.terms import CampaignState
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list


@login_required
@require_http_methods(["GET", "POST"])
def campaigns(request: HttpRequest) -> HttpResponseBase:
    """Campaigns within reach, the latest first; POST takes the list away as a file."""
    viewer = request.viewer
    page = list_page(
        presenters.campaign_list(viewer, request.GET.get("region", "")), selectors.campaigns(viewer), request.GET
    )
    may_export = viewer.can(permissions.EXPORT)
    if request.method == "POST":
        if not may_export:
            raise NotVisible
        file = ListFile(
            name=_("宣传方案"),
            columns=presenters.CAMPAIGN_COLUMNS,
            record=lambda taken: audit.record(by=viewer, act="outreach.export_campaigns", details=taken.details()),
            rows=lambda rows: (presenters.campaign_row(one) for one in rows),
        )
        return list_file(request, page, file, at=clock.now())
    page.show(presenters.campaign_row)
    context = {"page": page, "may_export": may_export, "may_plan": bool(selectors.places_to_plan(viewer))}
    return render_list(request, "outreach/campaigns.html", context)


@login_required
@require_GET
def campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """One campaign with what came of it in each place."""
    found = selectors.campaign_for(request.viewer, campaign_id)
    figures = selectors.campaign_figures(request.viewer, found, on=clock.today())
    context = {
        "row": presenters.campaign_row(found),
        "places": presenters.campaign_places(figures),
        "may_change": _may_change(request, found),
        "may_circulate": _may_change(request, found) and found.since_on <= clock.today(),
    }
    return render(request, "outreach/campaign.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a campaign."""
    viewer, today = request.viewer, clock.today()
    if not selectors.places_to_plan(viewer):
        raise NotVisible
    form = CampaignForm(viewer, today, request.POST or None)

    def act() -> Campaign:
        return services.plan_campaign(by=viewer, asked=form.asked(), on=today, campaign_id=form.cleaned_data["made"])

    words = {"heading": _("新宣传方案"), "subject": _("宣传方案"), "action": _("保存"), "done": _("已保存宣传方案。")}
    return answer_form(request, form, act, back=reverse("outreach:campaigns"), words=words)


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Plan it otherwise."""
    found = _to_change(request, campaign_id)
    form = CampaignForm(request.viewer, clock.today(), request.POST or None, initial=campaign_values(found))

    def act() -> Campaign:
        return services.change_campaign(by=request.viewer, campaign_id=found.id, asked=form.asked(), on=clock.today())

    return _answer(request, form, act, found, heading=_("修改宣传方案"), action=_("保存"), done=_("已保存宣传方案。"))


@login_required
@require_http_methods(["GET", "POST"])
def circulate(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Assess it and send it round."""
    found = _to_change(request, campaign_id)
    form = VerdictForm(request.POST or None)

    def act() -> Campaign:
        words = form.cleaned_data["verdict"]
        return services.circulate_campaign(by=request.viewer, campaign_id=found.id, verdict=words, on=clock.today())

    return _answer(request, form, act, found, heading=_("评估和通报"), action=_("印发通报"), done=_("已印发通报。"))


@login_required
@require_GET
def paper(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """The circular as PDF."""
    found = selectors.campaign_for(request.viewer, campaign_id)
    audit.record(by=request.viewer, act="outreach.print_campaign", details={"campaign": str(found.id)})
    data = presenters.campaign_paper(
        found, selectors.campaign_figures(request.viewer, found, on=clock.today()), clock.today()
    )
    return pdf_response(template="community/outreach/typst/campaign.typ", data=data, name=f"campaign-{found.since_on}")


def _may_change(request: HttpRequest, found: Campaign) -> bool:
    holds = request.viewer.scope(permissions.REVIEW).holds_region(found.region_id)
    return holds and found.state == CampaignState.PLANNED


def _to_change(request: HttpRequest, campaign_id: UUID) -> Campaign:
    found = selectors.campaign_for(request.viewer, campaign_id)
    if not request.viewer.scope(permissions.REVIEW).holds_region(found.region_id):
        raise NotVisible
    return found


def _answer(request: HttpRequest, form: Any, act: Any, found: Campaign, **words: str) -> HttpResponse:
    back = reverse("outreach:campaign", args=[found.id])
    return answer_form(request, form, act, back=back, words=words | {"subject": found.title})
