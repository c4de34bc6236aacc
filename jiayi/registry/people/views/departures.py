"""Deaths, departures and moves, and taking them back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.people import selectors, services
from jiayi.registry.people.choosing import villages
from jiayi.registry.people.forms import DepartureForm, ReasonForm
from jiayi.registry.people.forms.departure import MOVED_WITHIN
from jiayi.registry.people.models import Resident
from jiayi.registry.people.permissions import RESIDENT_WRITE
from jiayi.registry.people.presenters import departure_rows
from jiayi.registry.people.terms import ResidentStatus

from .answers import about, done, resident_to_change, status_of


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def departure(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Enter that a resident moved, died or is counted no longer; earlier entries stand below."""
    resident = resident_to_change(request, resident_id, "people.open_departure")
    today = clock.today()
    places = villages(request.viewer, RESIDENT_WRITE, today)
    form = DepartureForm(request.POST or None, villages=places, today=today)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _enter(request, resident, form)):
        messages.success(request, _("已登记。登记有误时可在本页撤销。"))
        return redirect("people:departure", resident.id)
    rows = departure_rows(selectors.departures(request.viewer, resident.id))
    context = about(request, resident, "departure") | {"form": form, "rows": rows}
    return render(request, "people/departure.html", context, status=status_of(form))


def _enter(request: HttpRequest, resident: Resident, form: DepartureForm) -> None:
    answers, today = form.cleaned_data, clock.today()
    shared = {"by": request.viewer, "resident_id": resident.id, "on": today, "evidence": answers["evidence"]}
    if answers["kind"] == ResidentStatus.DECEASED:
        services.mark_died(died_on=answers["on"], **shared)
    elif answers["kind"] == MOVED_WITHIN:
        services.mark_moved(
            to_region=answers["to_region"],
            moved_on=answers["on"],
            household_id=_household(request, answers["household_number"]),
            relation=answers["relation"],
            address=answers["address"],
            **shared,
        )
    else:
        services.mark_closed(status=answers["kind"], left_on=answers["on"], **shared)


def _household(request: HttpRequest, number: str) -> UUID | None:
    return selectors.household_of_number(request.viewer, number).id if number else None


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def undo_departure(request: HttpRequest, resident_id: UUID, departure_id: UUID) -> HttpResponse:
    """Take a mistaken entry back, with a reason."""
    resident = resident_to_change(request, resident_id, "people.open_departure")
    rows = departure_rows(selectors.departures(request.viewer, resident.id).filter(pk=departure_id))
    if not rows:
        raise NotVisible
    form = ReasonForm(request.POST or None)

    def act() -> None:
        services.undo_departure(by=request.viewer, departure_id=departure_id, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("已撤销，恢复为原来的情况。"))
        return redirect("people:departure", resident.id)
    context = about(request, resident, "departure") | {"form": form, "row": rows[0]}
    return render(request, "people/undo_departure.html", context, status=status_of(form))
