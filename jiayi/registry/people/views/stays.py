"""The times in which a resident lives elsewhere."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.foundation.base import clock
from jiayi.registry.people import selectors, services
from jiayi.registry.people.forms import EndStayForm, StayForm
from jiayi.registry.people.presenters import stay_row

from .answers import about, done, resident_to_change, status_of

ACT = "people.open_stays"


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def stays(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Times elsewhere; a new one is entered here."""
    resident = resident_to_change(request, resident_id, ACT)
    today = clock.today()
    form = StayForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data

        def act() -> None:
            services.record_stay_elsewhere(by=request.viewer, resident_id=resident.id, on=today, **answers)

        if done(form, act):
            messages.success(request, _("已登记外出。"))
            return redirect("people:stays", resident.id)
    rows = [stay_row(row, today) for row in selectors.stays_elsewhere(request.viewer, resident.id)]
    context = about(request, resident, "stays") | {"form": form, "rows": rows}
    return render(request, "people/stays.html", context, status=status_of(form))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def end_stay(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """The resident is back."""
    stay = selectors.stay_for(request.viewer, stay_id)
    resident = resident_to_change(request, stay.resident_id, ACT)
    today = clock.today()
    form = EndStayForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]

        def act() -> None:
            services.end_stay_elsewhere(by=request.viewer, stay_id=stay.id, until=until, on=today)

        if done(form, act):
            messages.success(request, _("已登记返回。"))
            return redirect("people:stays", resident.id)
    context = about(request, resident, "stays") | {"form": form, "row": stay_row(stay, today)}
    return render(request, "people/end_stay.html", context, status=status_of(form))
