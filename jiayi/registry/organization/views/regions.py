"""Regions: the tree with search, and the grid of responsibility of a township."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms import POINT, BuildingForm, GridForm, PopulationForm, VillageForm
from jiayi.registry.organization.models import Practitioner, Region
from jiayi.registry.organization.permissions import AREA_WRITE, INSTITUTION_WRITE, at_institutions, reads_teams
from jiayi.registry.organization.presenters.regions import chain_steps, grid_rows, region_rows
from jiayi.registry.organization.terms import RegionLevel
from jiayi.registry.organization.words import scheme_label

FOUND = 50


@require_GET
def regions(request: HttpRequest) -> HttpResponse:
    """The top of the tree, or what a search finds."""
    viewer, today = request.viewer, clock.today()
    text = request.GET.get("q", "").strip()[:40]
    if text:
        found = list(selectors.regions(viewer, text=text, on=today)[:FOUND])
    else:
        counties = selectors.regions(viewer, level=RegionLevel.COUNTY, on=today)
        if counties.count() == 1:
            return redirect("organization:region", counties[0].code)
        found = list(selectors.regions(viewer, parent="", on=today)) if not counties else list(counties[:FOUND])
    context = {"rows": region_rows(viewer, found, today), "text": text, "limit": FOUND, "may_read": reads_teams(viewer)}
    template = "organization/regions.html#found" if request.htmx else "organization/regions.html"
    return render(request, template, context)


@require_GET
def region(request: HttpRequest, code: str) -> HttpResponse:
    """One region: what lies in it, who answers for it, how many live there."""
    viewer, today = request.viewer, clock.today()
    shown = selectors.region_for(viewer, code)
    may_write = _may_write(viewer, code)
    children = list(selectors.regions(viewer, parent=code, on=today))
    context = {
        "region": shown,
        "level": label_of(RegionLevel, shown.level),
        "ancestors": selectors.ancestors(viewer, code)[:-1],
        "rows": region_rows(viewer, children, today),
        "institutions": list(selectors.institutions(viewer, region=code, is_open=True)[:FOUND]),
        "schemes": _schemes(code, today),
        "may_read": reads_teams(viewer),
        "may_write": may_write,
        "is_village": shown.level == RegionLevel.VILLAGE,
        "is_township": shown.level == RegionLevel.TOWNSHIP,
        "particulars": _particulars(shown),
    }
    if not context["is_village"]:
        context["served"] = selectors.villages_served(viewer, code, today)
        context["equipped"] = selectors.villages_equipped(viewer, code, today)
    if context["is_village"] and context["may_read"]:
        context |= {
            "areas": selectors.areas_of_regions([code], today).get(code, ()),
            "steps": chain_steps(selectors.responsible_for(code, today)),
            "buildings": list(selectors.buildings(viewer, code, on=today)),
            "building": BuildingForm(auto_id="building_%s"),
        }
    return render(request, "organization/region.html", context)


def _schemes(code: str, today: date) -> list[str]:
    return [scheme_label(name) for name in selectors.schemes_for(code, today)]


def _may_write(viewer: Viewer, code: str) -> bool:
    return any(viewer.scope(permission).holds_region(code) for permission in (AREA_WRITE, INSTITUTION_WRITE))


@require_POST
def set_population(request: HttpRequest, code: str) -> HttpResponse:
    """Set how many people live in a region, and of a village where it lies."""
    shown = selectors.region_for(request.viewer, code)
    form = _particulars(shown, request.POST)
    if form.is_valid():
        answers = form.cleaned_data
        services.set_population(by=request.viewer, region_code=code, population=answers["population"])
        if shown.level == RegionLevel.VILLAGE and (answers["reach"] or shown.reach):
            point = {name: answers[name] for name in POINT}
            services.place_village(by=request.viewer, region_code=code, **point)
        messages.success(request, _("已保存。"))
    else:
        messages.error(request, _("请填写人数，只用数字；村（社区）的纬度、经度和范围一起填写。"))
    return redirect("organization:region", code)


def _particulars(region: Region, data: QueryDict | None = None) -> PopulationForm:
    kind = VillageForm if region.level == RegionLevel.VILLAGE else PopulationForm
    return kind(data, initial={name: getattr(region, name) for name in ("population", *POINT)})


@require_POST
def add_building(request: HttpRequest, code: str) -> HttpResponse:
    """Add a building by which a village is divided."""
    form = BuildingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写楼栋名称。"))
        return redirect("organization:region", code)
    try:
        services.add_building(by=request.viewer, region_code=code, on=clock.today(), **form.cleaned_data)
        messages.success(request, _("已增加楼栋。"))
    except LawBroken as error:
        messages.error(request, error.message)
    return redirect("organization:region", code)


@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest, code: str) -> HttpResponse:
    """The chain township, part, village, household of a township, what is missing marked; named by POST."""
    viewer, today = request.viewer, clock.today()
    township = selectors.region_for(viewer, code)
    if township.level != RegionLevel.TOWNSHIP or not reads_teams(viewer):
        raise NotVisible
    may_write = _may_write(viewer, code)
    if request.method == "POST" and not may_write:
        raise NotVisible
    form = GridForm(request.POST or None, people=_people(viewer, township, today), today=today)
    refusal = None
    if request.method == "POST" and form.is_valid():
        refusal = _name(request, township, form)
        if refusal is None:
            messages.success(request, _("责任人已落实。"))
            return redirect("organization:grid", code)
    context = {
        "township": township,
        "ancestors": selectors.ancestors(viewer, code)[:-1],
        "grid": grid_rows(viewer, township, today),
        "form": form,
        "refusal": refusal,
        "may_write": may_write,
        "ticked": request.POST.getlist("units"),
    }
    status = refusal.status if refusal else 422 if form.is_bound and form.errors else 200
    return render(request, "organization/grid.html", context, status=status)


def _people(viewer: Viewer, township: Region, today: date) -> Any:
    """Active staff of the township's institutions and of the county's level."""
    inside = Practitioner.objects.filter(selectors.active_on(today)).select_related("institution")
    near = selectors.institutions(viewer, region=township.code[:6]).filter(level__in=["county", "township", "village"])
    own = near.filter(region__code__startswith=township.code) | near.filter(level="county")
    visible = inside.filter(institution__in=own.order_by().values("id")) | inside.filter(
        at_institutions(viewer.scope(AREA_WRITE))
    )
    return visible.order_by("name_pinyin", "id").distinct()


def _name(request: HttpRequest, township: Region, form: GridForm) -> LawBroken | None:
    data = form.cleaned_data
    codes = [township.code] if data["step"] == "township" else data["units"]
    if not codes:
        form.add_error(None, _("请至少勾选一个村（社区）。"))
        return LawBroken("B_NO_UNIT_NAMED", _("请至少勾选一个村（社区）。"))
    try:
        services.assign_responsibility(
            by=request.viewer,
            region_codes=codes,
            step=data["step"],
            practitioner_id=data["practitioner"].id,
            starts_on=data["starts_on"],
        )
    except LawBroken as error:
        return error
    return None


@require_POST
def end_responsibility(request: HttpRequest, code: str, responsibility_id: Any) -> HttpResponse:
    """End one person's step of the grid today."""
    services.end_responsibility(by=request.viewer, responsibility_id=responsibility_id, ends_on=clock.today())
    messages.success(request, _("已结束，自明日起不再负责。"))
    return redirect("organization:grid", code)
