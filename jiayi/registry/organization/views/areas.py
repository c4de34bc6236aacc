"""The areas of an institution: gaps and overlaps seen, villages given to teams."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import CodedError, LawBroken, NotVisible
from jiayi.foundation.base.periods import in_force
from jiayi.foundation.ui.exports import ExportNote, export_response
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms import AssignForm, EndAreasForm
from jiayi.registry.organization.models import Institution, Practitioner, TeamMember
from jiayi.registry.organization.permissions import AREA_WRITE, EXPORT_ROWS, holds_institution, reads_teams, require_at
from jiayi.registry.organization.presenters.area_files import UNIT_COLUMNS
from jiayi.registry.organization.presenters.pages import unit_rows
from jiayi.registry.organization.words import role_label


@require_GET
def areas(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Every village and building that the institution must cover, and who answers for it."""
    if not reads_teams(request.viewer):
        raise NotVisible
    place = selectors.institution_for(request.viewer, institution_id)
    return _page(request, place, AssignForm(**_choices(request, place)))


@require_POST
def export_areas(request: HttpRequest, institution_id: UUID) -> HttpResponseBase:
    """Every unit with its team, responsible person and state as a file."""
    if not (reads_teams(request.viewer) and request.viewer.can(EXPORT_ROWS)):
        raise NotVisible
    place = selectors.institution_for(request.viewer, institution_id)
    units = selectors.partition_of(request.viewer, place.id, clock.today()).units
    audit.record(
        by=request.viewer,
        act="organization.export_areas",
        subject_kind="institution",
        subject_ids=[place.id],
        details={"rows": len(units)},
    )
    kind = "csv" if request.POST.get("export", "").endswith("csv") else "xlsx"
    note = ExportNote(by=request.viewer.actor_name, at=clock.now(), filters=place.name)
    return export_response(kind, name=_("责任区域"), columns=UNIT_COLUMNS, rows=unit_rows(units), note=note)


def _choices(request: HttpRequest, place: Institution) -> dict[str, Any]:
    today = clock.today()
    return {
        "teams": selectors.teams(request.viewer, on=today, institution=place.id, is_open=True),
        "people": _members(place, today),
        "today": today,
    }


def _members(place: Institution, today: date) -> Any:
    """The members of the institution's teams today."""
    ids = TeamMember.objects.filter(in_force(today), team__institution=place).values("practitioner_id")
    return Practitioner.objects.filter(id__in=ids).select_related("institution").order_by("name_pinyin", "id")


def _page(
    request: HttpRequest,
    place: Institution,
    form: AssignForm,
    *,
    refusal: CodedError | None = None,
    done: str = "",
    ticked: list[str] | None = None,
    end_form: EndAreasForm | None = None,
) -> HttpResponse:
    """The whole page, or its changing part where htmx asked; a refusal keeps what was ticked."""
    partition = selectors.partition_of(request.viewer, place.id, clock.today())
    context = {
        "institution": place,
        "partition": partition,
        "rows": unit_rows(partition.units),
        "form": form,
        "end_form": end_form or EndAreasForm(initial={"ends_on": clock.today()}),
        "may_draw": holds_institution(request.viewer.scope(AREA_WRITE), place),
        "may_export": request.viewer.can(EXPORT_ROWS),
        "refusal": refusal,
        "done": done,
        "ticked": ticked or [],
    }
    template = "organization/areas.html#partition" if request.htmx else "organization/areas.html"
    invalid = end_form is not None or (form.is_bound and not form.is_valid())
    return render(request, template, context, status=refusal.status if refusal else 422 if invalid else 200)


@require_GET
def team_members(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """The members of the chosen team as options of the responsible person."""
    place = selectors.institution_for(request.viewer, institution_id)
    require_at(request.viewer, AREA_WRITE, place)
    try:
        team = selectors.team_for(request.viewer, UUID(request.GET.get("team", "")), on=clock.today())
    except ValueError:
        return render(request, "organization/member_options.html", {"members": []})
    members = [(row.practitioner, role_label(row.role)) for row in team.members_on_day]
    return render(request, "organization/member_options.html", {"members": members, "leader_id": team.leader_id})


@require_POST
def assign_areas(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Give the ticked villages and buildings to a team."""
    place = selectors.institution_for(request.viewer, institution_id)
    require_at(request.viewer, AREA_WRITE, place)
    form = AssignForm(request.POST, **_choices(request, place))
    if not form.is_valid():
        return _page(request, place, form, ticked=request.POST.getlist("units"))
    data = form.cleaned_data
    try:
        drawn = services.assign_areas(
            by=request.viewer,
            team_id=data["team"].id,
            units=data["units"],
            responsible_person_id=data["responsible"].id,
            starts_on=data["starts_on"],
            takes_over=data["takes_over"],
        )
    except LawBroken as refusal:
        return _page(request, place, form, refusal=refusal, ticked=data["units"])
    done = _("已把%(count)d个村（社区、楼栋）划给%(team)s。") % {"count": len(drawn), "team": data["team"].name}
    return _page(request, place, AssignForm(**_choices(request, place)), done=done)


@require_POST
def end_areas(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Give the ticked areas a last day without a new team."""
    place = selectors.institution_for(request.viewer, institution_id)
    require_at(request.viewer, AREA_WRITE, place)
    form, ticked = EndAreasForm(request.POST), request.POST.getlist("units")
    empty = AssignForm(**_choices(request, place))
    if not form.is_valid():
        return _page(request, place, empty, ticked=ticked, end_form=form)
    try:
        count = services.end_areas(
            by=request.viewer, area_ids=_held(request, place, ticked), ends_on=form.cleaned_data["ends_on"]
        )
    except LawBroken as refusal:
        return _page(request, place, empty, refusal=refusal, ticked=ticked)
    return _page(request, place, empty, done=_("已结束%(count)d个责任区域。") % {"count": count})


def _held(request: HttpRequest, place: Institution, ticked: list[str]) -> list[UUID]:
    """The institution's own areas that hold the ticked units today."""
    units = selectors.partition_of(request.viewer, place.id, clock.today()).units
    held = {area.id for unit in units if unit.code in ticked for area in unit.areas if area.institution_id == place.id}
    return sorted(held)
