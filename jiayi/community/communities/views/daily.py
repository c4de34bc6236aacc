"""Duties, kitchen and medicine of a kindergarten's day."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.community.communities import permissions, presenters, selectors, services
from jiayi.community.communities.forms import DutyForm, MealForm, MedicineForm
from jiayi.community.communities.models import Community, FoodSample, GivenMedicine
from jiayi.community.communities.terms import MemberRole
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.acting import answer_form, do_and_return

from .places import frame

_SHOWN = dt.timedelta(days=7)


@login_required
@require_http_methods(["GET", "POST"])
def duties(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """What is due, ticked by one button."""
    found = reach(request, community_id)
    today = clock.today()
    if request.method == "POST":
        return _tick(request, found, today)
    context = frame(request, found, "duties") | {"heaps": presenters.due_rows(selectors.duties_on(found, today))}
    return render(request, "communities/duties.html", context | {"today": today})


@login_required
@require_http_methods(["GET", "POST"])
def kitchen(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """Food samples: kept, until when, thrown away."""
    found = reach(request, community_id)
    form, now = MealForm(request.POST or None), clock.now()
    samples = selectors.food_samples_of(found, since=now - _SHOWN)
    rows = presenters.sample_rows(samples, now)
    hours = selectors.settings_of(found, clock.today()).get("kindergarten.food_sample_hours")

    def act() -> FoodSample:
        return services.keep_food_sample(
            by=request.viewer, community_id=found.id, meal=form.cleaned_data["meal"], at=now
        )

    words = frame(request, found, "kitchen") | {"rows": rows, "hours": hours, "done": _("已登记留样。")}
    back = reverse("communities:kitchen", args=[found.id])
    return answer_form(request, form, act, back=back, words=words, template="communities/kitchen.html")


@login_required
@require_POST
def dispose(request: HttpRequest, sample_id: UUID) -> HttpResponse:
    """A sample is thrown away."""
    sample = selectors.food_sample_for(request.viewer, sample_id)
    act = partial(services.dispose_food_sample, by=request.viewer, sample_id=sample.id, at=clock.now())
    return do_and_return(
        request, act, back=reverse("communities:kitchen", args=[sample.community_id]), done=_("已登记处理。")
    )


@login_required
@require_http_methods(["GET", "POST"])
def medicines(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """Medicine that parents entrusted."""
    found = reach(request, community_id)
    today = clock.today()
    checks = selectors.settings_of(found, today).get("kindergarten.drug_checks", [])
    children = [one for one in selectors.members_of(found, on=today) if one.role == MemberRole.CHILD]
    form = MedicineForm(children, checks, request.POST or None)
    given = list(selectors.medicines_of(found, today))
    audit.record_read(
        by=request.viewer,
        act="communities.open_medicines",
        resident_ids=[one.member.resident_id for one in given],
    )

    def act() -> GivenMedicine:
        data = dict(form.cleaned_data)
        return services.give_medicine(by=request.viewer, member_id=UUID(data.pop("member")), at=clock.now(), **data)

    words = frame(request, found, "medicines") | {
        "rows": presenters.medicine_rows(given),
        "done": _("已登记给药。"),
    }
    back = reverse("communities:medicines", args=[found.id])
    return answer_form(request, form, act, back=back, words=words, template="communities/medicines.html")


def _tick(request: HttpRequest, found: Community, today: dt.date) -> HttpResponse:
    form = DutyForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    same = {"by": request.viewer, "community_id": found.id, "duty": form.cleaned_data["duty"], "done_on": today}
    act = partial(services.do_duty, **same, on=today, minutes=form.cleaned_data["minutes"])
    if form.cleaned_data["undo"]:
        act = partial(services.undo_duty, **same)
    return do_and_return(request, act, back=reverse("communities:duties", args=[found.id]))


def reach(request: HttpRequest, community_id: UUID) -> Community:
    """Who reads may look; who writes must work there."""
    needed = permissions.CHECK if request.method == "POST" else permissions.READ
    return selectors.community_for(request.viewer, community_id, permission=needed)
