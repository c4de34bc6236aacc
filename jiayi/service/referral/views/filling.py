"""Fill in a referral upward: what the record knows stands there, the advice beside it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.people import selectors as people
from jiayi.service.referral import permissions, selectors, services
from jiayi.service.referral.forms import ReferralForm
from jiayi.service.referral.terms import Urgency


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """The form of a resident, from one record where the address names it; sent by the same button."""
    viewer, today = request.viewer, clock.today()
    if not viewer.can(permissions.WRITE):
        raise NotVisible
    resident = people.resident_for(viewer, resident_id, on=today)
    record_id = _record_id(request)
    first = selectors.first_values(viewer, resident.id, record_id, today)
    places = {
        "senders": list(selectors.senders(viewer)),
        "receivers": list(selectors.receivers(viewer)),
        "criteria": selectors.criteria_on_offer(resident.region_id, today),
        "slots": selectors.slot_options(viewer, today),
    }
    if not places["senders"]:
        raise NotVisible
    initial = first | {"urgency": Urgency.URGENT if first["finding"] == "urgent" else Urgency.ROUTINE}
    form = ReferralForm(request.POST or None, places=places, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.send_referral(
                    by=viewer, asked=form.request(resident.id, record_id), on=today, at=clock.now()
                )
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("转诊已提交。"))
                return redirect("referral:referral", made.id)
    else:
        audit.record_read(by=viewer, act="referral.open_form", resident_ids=[resident.id])
    return render(
        request,
        "referral/refer.html",
        _context(form, resident, first, today, places["senders"]),
        status=status,
    )


def _context(form: ReferralForm, resident: Any, first: Any, today: Any, senders: list[Any]) -> dict[str, Any]:
    refusal = getattr(form, "refusal", None)
    criteria = form.cleaned_data.get("criteria", []) if form.is_bound and hasattr(form, "cleaned_data") else []
    group = form["group"].value() or ""
    sender = str(form["from_institution"].value() or "")
    levels = {str(one.id): one.level for one in senders}
    level = levels.get(sender) or (senders[0].level if senders else "")
    advice = selectors.advice_for(
        resident.region_id, criteria, first["finding"], on=today, group=group, from_level=level
    )
    return {
        "form": form,
        "resident": resident,
        "advice": advice,
        "finding": first["finding"],
        "breaches": refusal.breaches if isinstance(refusal, LawBroken) else [],
    }


def _record_id(request: HttpRequest) -> UUID | None:
    text = request.GET.get("record", "")
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise NotVisible from error
