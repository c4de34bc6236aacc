"""Pages of institutions and consortia."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.lists import list_page
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms import InstitutionForm
from jiayi.registry.organization.forms.institutions import institution_initial
from jiayi.registry.organization.models import Institution
from jiayi.registry.organization.permissions import (
    AREA_WRITE,
    INSTITUTION_WRITE,
    PUBLICITY_CHECK,
    TEAM_WRITE,
    holds_institution,
    reads_teams,
    require_at,
)
from jiayi.registry.organization.presenters import pages, rows
from jiayi.registry.organization.presenters.lists import institution_list
from jiayi.registry.organization.terms import PRIMARY_LEVELS, DeviceKind, InstitutionKind
from jiayi.registry.organization.views.answers import form_page, list_or_file, saved


@require_http_methods(["GET", "POST"])
def institutions(request: HttpRequest) -> HttpResponseBase:
    """All institutions: the directory."""
    page = list_page(institution_list(request.viewer), selectors.institutions(request.viewer), request.GET)
    return list_or_file(
        request,
        page,
        template="organization/institutions.html",
        present=rows.institution_row,
        name=_("机构"),
        act="organization.export_institutions",
        columns=rows.INSTITUTION_COLUMNS,
        context={"may_write": request.viewer.can(INSTITUTION_WRITE)},
    )


@require_GET
def institution(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """One institution: what it is, its teams, its areas, its equipment."""
    viewer, today = request.viewer, clock.today()
    shown = selectors.institution_for(viewer, institution_id)
    reads = reads_teams(viewer)
    may_write = holds_institution(viewer.scope(INSTITUTION_WRITE), shown)
    context = {
        "institution": shown,
        "facts": pages.institution_facts(shown),
        "service_regions": list(shown.service_regions.order_by("code")),
        "reads_teams": reads,
        "teams": selectors.teams(viewer, on=today, institution=shown.id, is_open=True),
        "partition": selectors.partition_of(viewer, shown.id, today) if reads else None,
        "staff_count": selectors.practitioners(viewer, institution=shown.id, is_active=True, on=today).count(),
        "devices": _device_counts(shown) if may_write else [],
        "guides": _guides(viewer, shown, today),
        "may_write": may_write,
        "may_form": holds_institution(viewer.scope(TEAM_WRITE), shown),
        "may_check": holds_institution(viewer.scope(PUBLICITY_CHECK), shown) and shown.level in PRIMARY_LEVELS,
        "may_draw": holds_institution(viewer.scope(AREA_WRITE), shown),
    }
    return render(request, "organization/institution.html", context)


def _guides(viewer: Viewer, shown: Institution, today: date) -> list[tuple[str, selectors.Guide]]:
    return [(label_of(InstitutionKind, guide.kind), guide) for guide in selectors.guidance_for(viewer, shown, today)]


def _device_counts(shown: Institution) -> list[tuple[str, int]]:
    counts = selectors.device_counts(shown.id)
    return [(words, counts[code]) for code, words in options_of(DeviceKind) if code in counts]


@require_http_methods(["GET", "POST"])
def new_institution(request: HttpRequest) -> HttpResponse:
    """Register an institution."""
    within = _within(request.viewer)
    form = InstitutionForm(request.POST or None, viewer=request.viewer, within=within, is_new=True)
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: services.create_institution(
                by=request.viewer,
                region_code=form.cleaned_data["region"].code,
                fields=form.service_fields(),
                on=clock.today(),
                service_regions=form.service_codes(),
            ),
        )
        if made:
            messages.success(request, _("机构已登记。"))
            return redirect("organization:institution", made.id)
    return form_page(request, "organization/form.html", form, {"heading": _("登记机构"), "action": _("登记机构")})


@require_http_methods(["GET", "POST"])
def edit_institution(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Change what an institution says of itself and which regions it serves."""
    viewer = request.viewer
    shown = selectors.institution_for(viewer, institution_id)
    require_at(viewer, INSTITUTION_WRITE, shown)
    form = InstitutionForm(
        request.POST or None, viewer=viewer, within=_within(viewer), is_new=False, initial=institution_initial(shown)
    )
    if request.method == "POST" and form.is_valid():
        changed = saved(
            form,
            lambda: services.change_institution(
                by=viewer,
                institution_id=shown.id,
                fields=form.service_fields(),
                on=clock.today(),
                service_regions=form.service_codes(),
            ),
        )
        if changed:
            messages.success(request, _("已保存。"))
            return redirect("organization:institution", shown.id)
    context = {"heading": shown.name, "pretitle": _("修改机构"), "action": _("保存")}
    return form_page(request, "organization/form.html", form, context)


def _within(viewer: Viewer) -> tuple[str, ...]:
    """The regions in which the viewer keeps institutions; NotVisible without any."""
    scope = viewer.scope(INSTITUTION_WRITE)
    if scope.is_empty:
        raise NotVisible
    return ("",) if scope.everything else scope.region_prefixes


@require_GET
def consortia(request: HttpRequest) -> HttpResponse:
    """The consortia as a tree."""
    return render(request, "organization/consortia.html", {"branches": selectors.consortia_tree(request.viewer)})
