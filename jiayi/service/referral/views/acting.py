"""The acts on a referral, by the side whose they are; a form where an act asks for more, else one button."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.service.referral import permissions, selectors, services
from jiayi.service.referral.forms import ACT_FORMS, ActForm
from jiayi.service.referral.models import Referral
from jiayi.service.referral.terms import Act, Party, party_of

DANGEROUS = (Act.CANCEL, Act.REJECT)


@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, referral_id: UUID, act: str) -> HttpResponse:
    """Acts of the sending side."""
    return _do(request, referral_id, act, Party.SENDER)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, referral_id: UUID, act: str) -> HttpResponse:
    """Acts of the receiving side."""
    return _do(request, referral_id, act, Party.RECEIVER)


@login_required
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest, referral_id: UUID, act: str) -> HttpResponse:
    """Acts of the institution at home."""
    return _do(request, referral_id, act, Party.HOME)


@login_required
@require_POST
def plan_done(request: HttpRequest, referral_id: UUID, item_id: UUID) -> HttpResponse:
    """One thing of the plan was done."""
    form = ActForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    services.mark_plan_done(by=request.viewer, referral_id=referral_id, item_id=item_id, note=note, on=clock.today())
    messages.success(request, _("已登记。"))
    return redirect("referral:referral", referral_id)


def _do(request: HttpRequest, referral_id: UUID, name: str, party: Party) -> HttpResponse:
    referral = selectors.referral_for(request.viewer, referral_id)
    act = next((one for one in ACT_FORMS if one == name and party_of(one) == party), None)
    if act is None or not permissions.is_party(request.viewer, referral, party):
        raise NotVisible
    make = ACT_FORMS[act]
    if make is None:
        return _press(request, referral, act)
    form = make(request.POST or None, receivers=_receivers(request, referral, act))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _run(request, referral, act, form.given())
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
            else:
                return _done(request, referral)
    refusal = getattr(form, "refusal", None)
    context = {
        "form": form,
        "referral": referral,
        "heading": act.label(get_language() or ""),
        "danger": act in DANGEROUS,
        "breaches": refusal.breaches if isinstance(refusal, LawBroken) else [],
        "back": reverse("referral:referral", args=[referral.id]),
    }
    return render(request, "referral/act.html", context, status=status)


def _press(request: HttpRequest, referral: Referral, act: Act) -> HttpResponse:
    """An act by one button; looked at, it is the page it belongs to."""
    if request.method == "POST":
        try:
            _run(request, referral, act, {})
        except (BadShape, LawBroken) as error:
            messages.error(request, error.message)
            return redirect("referral:referral", referral.id)
        return _done(request, referral)
    return redirect("referral:referral", referral.id)


def _run(request: HttpRequest, referral: Referral, act: Act, given: dict[str, Any]) -> None:
    service = getattr(services, act)
    service(by=request.viewer, referral_id=referral.id, on=clock.today(), at=clock.now(), **given)


def _done(request: HttpRequest, referral: Referral) -> HttpResponse:
    """Back to its page; to the list where the act took it out of reach (redirected)."""
    messages.success(request, _("已办理。"))
    if not selectors.referrals(request.viewer).filter(id=referral.id).exists():
        return redirect("referral:referrals")
    return redirect("referral:referral", referral.id)


def _receivers(request: HttpRequest, referral: Referral, act: Act) -> Any:
    if act != Act.REDIRECT:
        return ()
    return selectors.receivers(request.viewer).exclude(
        id__in=(referral.from_institution_id, referral.to_institution_id)
    )
