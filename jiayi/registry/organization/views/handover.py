"""The wizard in which a leaving practitioner's duties are handed over: choose, preview, confirm."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.base import clock
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms import HandOverForm
from jiayi.registry.organization.permissions import PRACTITIONER_WRITE, require_at
from jiayi.registry.organization.presenters.handover import duty_groups
from jiayi.registry.organization.presenters.reorganizations import changed_rows
from jiayi.registry.organization.selectors import Duties
from jiayi.registry.organization.views.answers import form_page, saved

PREFIX = "successor-"


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """Step 1 asks for the day and a successor, step 2 shows each duty with its successor, then it is done."""
    person = selectors.practitioner_for(request.viewer, practitioner_id)
    require_at(request.viewer, PRACTITIONER_WRITE, person.institution)
    today = clock.today()
    form = HandOverForm(request.POST or None, people=selectors.successors_of(person, today), today=today)
    context = {"person": person, "step": 1, "steps": [_("日期和接替人"), _("核对每项职责"), _("完成交接")]}
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "organization/hand_over.html", form, context)
    last_day, successor = form.cleaned_data["last_day"], form.cleaned_data["successor"]
    duties = selectors.duties_of(person.id, last_day)
    arguments = {
        "by": request.viewer,
        "practitioner_id": person.id,
        "last_day": last_day,
        "successor_id": successor.id if successor else None,
        "successors": _chosen(request.POST, duties),
    }
    if "confirm" in request.POST:
        if saved(form, partial(services.hand_over, **arguments)) is not None:
            messages.success(request, _("交接已完成。"))
            return redirect("organization:practitioner", person.id)
    else:
        trial = services.try_out(partial(services.hand_over, **arguments))
        context |= {"trial": trial.refusal, "changes": changed_rows(trial.counts), "warnings": trial.warnings}
    groups = duty_groups(duties, arguments["successors"], arguments["successor_id"])
    people = list(selectors.successors_of(person, last_day))
    context |= {"step": 2, "groups": groups, "people": people, "duties": duties}
    return form_page(request, "organization/hand_over.html", form, context)


def _chosen(data: Mapping[str, str], duties: Duties) -> dict[UUID, UUID]:
    """The successors named for single duties, `successor-<id of the duty>`."""
    groups = (duties.leaderships, duties.memberships, duties.areas, duties.responsibilities)
    chosen = {}
    for duty in (duty for group in groups for duty in group):
        try:
            chosen[duty.id] = UUID(data.get(f"{PREFIX}{duty.id}", ""))
        except ValueError:
            continue
    return chosen
