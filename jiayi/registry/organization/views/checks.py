"""Pages of the checks of what is uniform and what is posted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import list_page
from jiayi.foundation.ui.wording import label_of
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms import CheckForm
from jiayi.registry.organization.models import Institution
from jiayi.registry.organization.permissions import PUBLICITY_CHECK, require_at
from jiayi.registry.organization.presenters import checks as words
from jiayi.registry.organization.terms import CheckKind
from jiayi.registry.organization.views.answers import form_page, list_or_file, saved

HISTORY = 20


@require_http_methods(["GET", "POST"])
def checks(request: HttpRequest) -> HttpResponseBase:
    """The institutions that the viewer checks, with what is missing; POST takes the list away."""
    if not request.viewer.can(PUBLICITY_CHECK):
        raise NotVisible
    page = list_page(words.check_list(request.viewer), selectors.checked_places(request.viewer), request.GET)
    return list_or_file(
        request,
        page,
        template="organization/checks.html",
        present=words.check_row,
        name=_("五统一五公开检查"),
        act="organization.export_checks",
        columns=words.CHECK_COLUMNS,
    )


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, institution_id: UUID, kind: str) -> HttpResponse:
    """What is asked of an institution, the form of a check, and the checks there were."""
    place = selectors.institution_for(request.viewer, institution_id)
    require_at(request.viewer, PUBLICITY_CHECK, place)
    if kind not in set(CheckKind):
        raise NotVisible
    today, kind = clock.today(), CheckKind(kind)
    asked = selectors.asked_of(kind, selectors.schemes_for(place.region_id, today), today)
    form = CheckForm(request.POST or None, asked=asked, today=today)
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: services.record_check(
                by=request.viewer,
                institution_id=place.id,
                kind=kind,
                checked_on=form.cleaned_data["checked_on"],
                findings=form.findings(),
                note=form.cleaned_data["note"],
                on=today,
            ),
        )
        if made:
            messages.success(request, _("检查已记录。"))
            return redirect("organization:check", place.id, kind)
    context = _context(request, place, kind) | {"asked": asked, "rows": _rows(request, form, place)}
    return form_page(request, "organization/check.html", form, context)


def _rows(request: HttpRequest, form: CheckForm, place: Institution) -> list[words.ItemRow]:
    """The items as they were sent, or as the latest check found them."""
    if form.is_bound:
        notes = {item: form.note_of(item) for item in form.asked.items}
        return words.item_rows(form.asked, place, set(request.POST.getlist("met")), notes)
    latest = selectors.checks_of(request.viewer, place.id).filter(kind=form.asked.kind).first()
    return words.item_rows(form.asked, place, *words.found_before(latest))


def _context(request: HttpRequest, place: Institution, kind: CheckKind) -> dict[str, Any]:
    past = selectors.checks_of(request.viewer, place.id).filter(kind=kind)[:HISTORY]
    return {
        "institution": place,
        "kind": kind,
        "title": label_of(CheckKind, kind),
        "history": words.history_rows(list(past)),
        "tabs": [
            {
                "label": label_of(CheckKind, each),
                "url": reverse("organization:check", args=[place.id, each]),
                "is_active": each == kind,
            }
            for each in CheckKind
        ],
    }
