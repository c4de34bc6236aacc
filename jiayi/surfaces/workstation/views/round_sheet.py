"""A village's home round on a day, on a page and on paper; and what is due of a household."""

import datetime as dt
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.documents.services import pdf_response
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentStatus
from jiayi.surfaces.workstation.permissions import AGREEMENT_READ, RECORD_READ, RECORD_WRITE, TASK_READ
from jiayi.surfaces.workstation.presenters import round_sheet as presenters
from jiayi.surfaces.workstation.presenters.agreements import states_of
from jiayi.surfaces.workstation.presenters.dues import dues_of

TEMPLATE = "surfaces/workstation/typst/round_sheet.typ"


@login_required
@never_cache
@require_GET
def round_sheet(request: HttpRequest) -> HttpResponse:
    """Choose a village and a day; the round stands below."""
    _require(request.viewer)
    villages, on = _villages(request.viewer), _day(request)
    village = _chosen(request, villages)
    sheet = presenters.round_sheet(request.viewer, village, on) if village else None
    if sheet:
        audit.record_read(by=request.viewer, act="workstation.open_round", resident_ids=sheet.resident_ids)
    context = {"villages": villages, "village": village[0] if village else "", "on": on, "sheet": sheet}
    return render(request, "workstation/round_sheet.html", context)


@login_required
@never_cache
@require_GET
def round_sheet_pdf(request: HttpRequest, region_code: str) -> HttpResponse:
    """The round of a village to take along."""
    _require(request.viewer)
    village, on = _named(region_code, _villages(request.viewer)), _day(request)
    if village is None:
        raise NotVisible
    sheet = presenters.round_sheet(request.viewer, village, on)
    details = {"region": village[0], "on": on.isoformat()}
    audit.record_reads(
        by=request.viewer, act="workstation.print_round", resident_ids=sheet.resident_ids, details=details
    )
    team_id = organization.team_of_region(village[0], on)
    name, _institution = organization.team_titles([team_id]).get(team_id, ("", "")) if team_id else ("", "")
    data = presenters.sheet_data(
        sheet, name, lambda one: request.build_absolute_uri(reverse("workstation:resident", args=[one]))
    )
    return pdf_response(template=TEMPLATE, data=data, name=f"round-{village[0]}-{on.isoformat()}")


@login_required
@never_cache
@require_GET
def household_dues(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """A part of a household's page: what is due of each member, their agreements, next visits and last values."""
    _require(request.viewer)
    today = clock.today()
    household = people.household_for(request.viewer, household_id, on=today)
    members = list(people.members(request.viewer, household.id, on=today).filter(status=ResidentStatus.LIVING_HERE))
    audit.record_read(
        by=request.viewer, act="workstation.open_household", resident_ids=[member.id for member in members]
    )
    may_see = request.viewer.can(AGREEMENT_READ)
    context = {
        "persons": dues_of(request.viewer, members, today),
        "signed": states_of(request.viewer, [one.id for one in members], get_language() or "") if may_see else {},
        "may_see_agreements": may_see,
        "may_write": request.viewer.can(RECORD_WRITE),
        "today": today,
    }
    return render(request, "workstation/household_dues.html", context)


def _require(viewer: Viewer) -> None:
    if not (viewer.can(TASK_READ) and viewer.can(RECORD_READ)):
        raise NotVisible


def _villages(viewer: Viewer) -> list[tuple[str, str]]:
    """The villages of the viewer's reach by code."""
    found: dict[str, str] = {}
    for prefix in viewer.scope(TASK_READ).region_prefixes:
        found |= dict(organization.regions(viewer, below=prefix, level="village").values_list("code", "name"))
    return sorted(found.items())


def _named(code: str, villages: list[tuple[str, str]]) -> tuple[str, str] | None:
    return next((one for one in villages if one[0] == code), None)


def _chosen(request: HttpRequest, villages: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The village of the address; where there is one only, that one."""
    found = _named(request.GET.get("region", ""), villages)
    return found or (villages[0] if len(villages) == 1 else None)


def _day(request: HttpRequest) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()
