"""Pages of practitioners."""

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
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms import PractitionerForm
from jiayi.registry.organization.forms.staff import practitioner_initial
from jiayi.registry.organization.models import Practitioner
from jiayi.registry.organization.permissions import (
    AREA_WRITE,
    PRACTITIONER_WRITE,
    TEAM_WRITE,
    holds_institution,
    require_at,
)
from jiayi.registry.organization.presenters import pages, rows
from jiayi.registry.organization.presenters.lists import practitioner_list
from jiayi.registry.organization.views.answers import form_page, list_or_file, saved

SEARCHED = 100


@require_http_methods(["GET", "POST"])
def practitioners(request: HttpRequest) -> HttpResponseBase:
    """The staff that the viewer looks after; a name is looked for by POST, so it stands in no address."""
    viewer, today = request.viewer, clock.today()
    if not any(viewer.can(each) for each in (PRACTITIONER_WRITE, TEAM_WRITE, AREA_WRITE)):
        raise NotVisible
    text = request.POST.get("q", "")[:60]
    spec = practitioner_list(viewer, today)
    page = list_page(spec, selectors.practitioners(viewer, text=text), request.GET)
    if text:  # what was found stands on one page: a further one could not know what was looked for
        page.rows = list(page.every_row())[:SEARCHED]
        page.next_cursor = page.previous_cursor = ""
    return list_or_file(
        request,
        page,
        template="organization/practitioners.html",
        present=lambda person: rows.practitioner_row(person, today),
        name=_("人员"),
        act="organization.export_practitioners",
        columns=rows.PRACTITIONER_COLUMNS,
        context={"may_write": viewer.can(PRACTITIONER_WRITE), "text": text},
    )


@require_GET
def practitioner(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """One practitioner: who it is, and what the person answers for."""
    viewer, today = request.viewer, clock.today()
    person = selectors.practitioner_for(viewer, practitioner_id)
    context = {
        "person": person,
        "row": rows.practitioner_row(person, today),
        "facts": pages.practitioner_facts(person),
        "duties": selectors.duties_of(person.id, today),
        "hand_over": selectors.hand_over_of(viewer, person) if person.left_on else None,
        "may_write": _may_write(viewer, person),
    }
    return render(request, "organization/practitioner.html", context)


def _may_write(viewer: Viewer, person: Practitioner) -> bool:
    return holds_institution(viewer.scope(PRACTITIONER_WRITE), person.institution)


@require_http_methods(["GET", "POST"])
def new_practitioner(request: HttpRequest) -> HttpResponse:
    """Register a practitioner."""
    if not request.viewer.can(PRACTITIONER_WRITE):
        raise NotVisible
    places = selectors.managed_institutions(request.viewer, PRACTITIONER_WRITE)
    form = PractitionerForm(
        request.POST or None, places=places, initial={"institution": request.GET.get("institution")}
    )
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: services.create_practitioner(
                by=request.viewer,
                institution_id=form.cleaned_data["institution"].id,
                fields=form.service_fields(),
            ),
        )
        if made:
            messages.success(request, _("人员已登记。"))
            return redirect("organization:practitioner", made.id)
    return form_page(request, "organization/form.html", form, {"heading": _("登记人员"), "action": _("登记人员")})


@require_http_methods(["GET", "POST"])
def edit_practitioner(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """Change what is kept of a practitioner."""
    person = selectors.practitioner_for(request.viewer, practitioner_id)
    require_at(request.viewer, PRACTITIONER_WRITE, person.institution)
    form = PractitionerForm(request.POST or None, initial=practitioner_initial(person))
    if request.method == "POST" and form.is_valid():
        changed = saved(
            form,
            lambda: services.change_practitioner(
                by=request.viewer, practitioner_id=person.id, fields=form.service_fields(), on=clock.today()
            ),
        )
        if changed:
            messages.success(request, _("已保存。"))
            return redirect("organization:practitioner", person.id)
    context = {"heading": person.name, "pretitle": _("修改人员"), "action": _("保存")}
    return form_page(request, "organization/form.html", form, context)
