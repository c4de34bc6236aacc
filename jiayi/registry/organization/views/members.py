"""Choose a team's members: when it is formed and when it changes, with the check of its composition as one chooses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.signs import joined
from jiayi.foundation.ui.forms import Form
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms import MembersForm, TeamForm, read_hours, read_members, typed_hours
from jiayi.registry.organization.models import Institution, Practitioner, Team
from jiayi.registry.organization.permissions import TEAM_WRITE, require_at
from jiayi.registry.organization.presenters.members import candidate_rows
from jiayi.registry.organization.presenters.pages import CompositionCard, composition_card
from jiayi.registry.organization.selectors.composition import seats_of
from jiayi.registry.organization.terms import MOST_WEEKLY_HOURS, TeamTier
from jiayi.registry.organization.views.answers import form_page, saved


@require_http_methods(["GET", "POST"])
def new_team(request: HttpRequest) -> HttpResponse:
    """Form a team: first the institution, then its name and members."""
    viewer, today = request.viewer, clock.today()
    places = list(selectors.managed_institutions(viewer, TEAM_WRITE))
    if not places:
        raise NotVisible
    place = _place(places, request.GET.get("institution", ""))
    if place is None:
        return render(request, "organization/choose_institution.html", {"places": places})
    people = list(selectors.member_candidates(viewer, place, today))
    chosen = _chosen(request.POST, people)
    form = TeamForm(request.POST or None, combined=selectors.signs_combined(place.region_id, today), today=today)
    if request.method == "POST" and form.is_valid() and chosen.is_complete(form):
        data = form.cleaned_data | chosen.for_service()
        made = saved(form, lambda: services.form_team(by=viewer, institution_id=place.id, **data))
        if made:
            messages.success(request, _("团队已组建。"))
            return redirect("organization:team", made.id)
    context = _context(place, people, chosen, today, **_asked_kind(request.POST))
    context |= {"heading": _("组建团队"), "action": _("组建团队")}
    return form_page(request, "organization/members.html", form, context)


@require_http_methods(["GET", "POST"])
def change_members(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Have a team consist of other members from a day."""
    viewer, today = request.viewer, clock.today()
    team = selectors.team_for(viewer, team_id, on=today)
    require_at(viewer, TEAM_WRITE, team.institution)
    people = _with_members(list(selectors.member_candidates(viewer, team.institution, today)), team.members_on_day)
    chosen = _chosen(request.POST, people) if request.method == "POST" else _present(team)
    form = MembersForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid() and chosen.is_complete(form):
        data = form.cleaned_data | chosen.for_service()
        changed = saved(form, lambda: services.change_team_members(by=viewer, team_id=team.id, **data))
        if changed:
            messages.success(request, _("成员已调整。"))
            return redirect("organization:team", team.id)
    kind = {"tier": team.tier, "is_combined": team.is_combined}
    context = _context(team.institution, people, chosen, today, **kind)
    context["kind"] = kind
    context |= {"heading": team.name, "pretitle": _("调整成员"), "action": _("保存")}
    return form_page(request, "organization/members.html", form, context)


@require_POST
def check_members(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """The check of the members chosen so far, as a fragment."""
    place = selectors.institution_for(request.viewer, institution_id)
    require_at(request.viewer, TEAM_WRITE, place)
    people = list(selectors.member_candidates(request.viewer, place, clock.today()))
    card = _check(place, people, _chosen(request.POST, people), clock.today(), **_asked_kind(request.POST))
    return render(request, "organization/composition.html", {"composition": card})


def _place(places: list[Institution], wanted: str) -> Institution | None:
    if len(places) == 1:
        return places[0]
    return next((place for place in places if str(place.id) == wanted), None)


def _with_members(people: list[Practitioner], rows: list[Any]) -> list[Practitioner]:
    """The candidates and those who are members although they no longer are candidates."""
    known = {person.id for person in people}
    return people + [row.practitioner for row in rows if row.practitioner_id not in known]


@dataclass(frozen=True)
class Chosen:
    """Who is chosen in which role, who leads, and the hours a week as they were typed."""

    members: list[tuple[UUID, str]]
    leader: UUID | None
    typed: dict[UUID, str]
    names: dict[UUID, str]

    def for_service(self) -> dict[str, Any]:
        """What the services of teams take."""
        hours, _faulty = read_hours(self.typed)
        kept = {person: hours[person] for person, _role in self.members if person in hours}
        return {"members": self.members, "leader_id": self.leader, "weekly_hours": kept}

    def is_complete(self, form: Form) -> bool:
        """Whether there are members, a leader among them, and hours that are hours; else the form says what lacks."""
        if not self.members:
            form.add_error(None, _("请至少选择一名成员。"))
        elif self.leader is None:
            form.add_error(None, _("请在所选成员中指定队长。"))
        _hours, faulty = read_hours(self.typed)
        if faulty:
            words = {
                "names": joined(sorted(self.names[person] for person in faulty)),
                "most": MOST_WEEKLY_HOURS,
            }
            form.add_error(None, _("%(names)s的每周工时请填 0 至 %(most)s 的数字，不清楚的留空。") % words)
        return form.is_valid()


def _chosen(data: Mapping[str, str], people: list[Practitioner]) -> Chosen:
    members, leader = read_members(data, people)
    return Chosen(members, leader, typed_hours(data, people), {person.id: person.name for person in people})


def _present(team: Team) -> Chosen:
    """The members as they are."""
    rows = team.members_on_day
    typed = {row.practitioner_id: str(row.weekly_hours) for row in rows if row.weekly_hours is not None}
    return Chosen([(row.practitioner_id, row.role) for row in rows], team.leader_id, typed, {})


def _asked_kind(data: Mapping[str, str]) -> dict[str, Any]:
    """The tier and pattern asked for; the first tier where none is named."""
    tier = data.get("tier", "")
    return {"tier": int(tier) if tier in set(TeamTier) else 1, "is_combined": "is_combined" in data}


def _context(
    place: Institution, people: list[Practitioner], chosen: Chosen, today: date, **kind: Any
) -> dict[str, Any]:
    return {
        "institution": place,
        "candidates": candidate_rows(people, dict(chosen.members), chosen.leader, place.id, typed=chosen.typed),
        "composition": _check(place, people, chosen, today, **kind),
        "most_hours": MOST_WEEKLY_HOURS,
    }


def _check(place: Institution, people: list[Practitioner], chosen: Chosen, today: date, **kind: Any) -> CompositionCard:
    by_id = {person.id: person for person in people}
    role = dict(chosen.members).get(chosen.leader, "") if chosen.leader else ""
    seats = seats_of(chosen.members, by_id, place)
    composition = selectors.composition_of(seats, role, place.region_id, today, **kind)
    return composition_card(composition, is_empty=not chosen.members)
