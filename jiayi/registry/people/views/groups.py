"""The population groups of a resident."""

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
from jiayi.registry.people.forms import CloseGroupForm, GroupForm
from jiayi.registry.people.labels import group_labels
from jiayi.registry.people.models import GroupMembership
from jiayi.registry.people.permissions import WRITE_RESTRICTED
from jiayi.registry.people.presenters import membership_row

from .answers import about, done, resident_to_change, status_of


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def groups(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Recorded and derived groups; a new one is entered here."""
    resident = resident_to_change(request, resident_id, "people.open_groups")
    today = clock.today()
    form = GroupForm(request.POST or None, today=today, restricted=request.viewer.can(WRITE_RESTRICTED))
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data

        def act() -> None:
            services.record_group(by=request.viewer, resident_id=resident.id, on=today, **answers)

        if done(form, act):
            messages.success(request, _("已登记人群。"))
            return redirect("people:groups", resident.id)
    rows = [membership_row(row, today) for row in selectors.group_memberships(request.viewer, resident.id)]
    codes = selectors.group_codes_of([resident.id], today)[resident.id]
    recorded = {row["code"] for row in rows}
    derived = group_labels(code for code in codes if code not in recorded)
    context = about(request, resident, "groups") | {"form": form, "rows": rows, "derived": derived}
    return render(request, "people/groups.html", context, status=status_of(form))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def close_group(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """The last day of a membership."""
    membership = selectors.membership_for(request.viewer, membership_id)
    resident = resident_to_change(request, membership.resident_id, "people.open_groups")
    form = CloseGroupForm(request.POST or None, group=membership.group, today=clock.today())
    if request.method == "POST" and form.is_valid() and done(form, lambda: _close(request, membership, form)):
        messages.success(request, _("已结束。"))
        return redirect("people:groups", resident.id)
    context = about(request, resident, "groups") | {"form": form, "row": membership_row(membership, clock.today())}
    return render(request, "people/close_group.html", context, status=status_of(form))


def _close(request: HttpRequest, membership: GroupMembership, form: CloseGroupForm) -> None:
    services.close_group(by=request.viewer, membership_id=membership.id, **form.cleaned_data)
