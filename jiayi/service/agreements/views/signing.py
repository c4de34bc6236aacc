"""Signing in three steps: found by search, filled in with a live judgement, confirmed with the paper's text."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.service.agreements import permissions, presenters, services
from jiayi.service.agreements.forms import SignForm
from jiayi.service.agreements.selectors import Situation, preview_signing, situation_of

SIGNING = "sign"
EDITING = "edit"


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """The form (GET, POST edit), the confirmation with the paper's text (POST confirm), the signature (POST sign)."""
    _require(request)
    situation = _situation(request, resident_id)
    if request.method == "GET":
        audit.record_read(by=request.viewer, act="agreements.open_signing", resident_ids=[situation.id])
        return _page(request, situation, _form(situation, None))
    form = _form(situation, request)
    if not form.is_valid() or request.POST.get("step") == EDITING:
        return _page(request, situation, form)
    if request.POST.get("step") == SIGNING:
        return _sign(request, situation, form)
    try:
        preview = preview_signing(request.viewer, form.request(), on=clock.today())
    except BadShape as error:
        form.refuse(error)
        return _page(request, situation, form)
    if not preview.allowed:
        return _page(request, situation, form)
    context = {"form": form, "situation": situation, "paper": presenters.confirmation(preview, form, _language())}
    return render(request, "agreements/confirm.html", context)


@login_required
@require_POST
def preview(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """The form's parts that depend on one another, and the judgement on what is filled in so far."""
    _require(request)
    situation = _situation(request, resident_id)
    form = _form(situation, request)
    return render(request, "agreements/sign.html#signing", _context(request, situation, form))


def _sign(request: HttpRequest, situation: Situation, form: SignForm) -> HttpResponse:
    try:
        paper = services.sign_agreement(by=request.viewer, asked=form.request(), on=clock.today())
    except LawBroken:
        messages.error(request, _("情况刚刚有变化，未能签约，请看下面的原因。"))
        return _page(request, situation, form, status=409)
    except BadShape as error:
        form.refuse(error)
        return _page(request, situation, form)
    messages.success(request, _("已签约，协议编号 %(number)s。") % {"number": paper.number})
    return redirect("agreements:paper", paper_id=paper.id)


def _page(request: HttpRequest, situation: Situation, form: SignForm, status: int = 200) -> HttpResponse:
    return render(request, "agreements/sign.html", _context(request, situation, form), status=status)


def _context(request: HttpRequest, situation: Situation, form: SignForm) -> dict:
    shown, fault = None, None
    answers = _form_of_usual(situation) if not form.is_bound else form
    if answers.is_valid():
        try:
            shown = preview_signing(request.viewer, answers.request(), on=clock.today())
        except BadShape as error:
            fault = error
    return {
        "form": form,
        "situation": situation,
        "page": presenters.signing_page(situation, form, shown, _language()),
        "fault": fault,
    }


def _form(situation: Situation, request: HttpRequest | None) -> SignForm:
    return SignForm(situation, clock.today(), request.POST) if request else SignForm(situation, clock.today())


def _form_of_usual(situation: Situation) -> SignForm:
    """The form as if the usual answers had been sent, so that the first look shows a judgement too."""
    return SignForm(situation, clock.today(), situation.usual(clock.today()))


def _situation(request: HttpRequest, resident_id: UUID) -> Situation:
    chosen = request.POST.get("team_id", "")
    try:
        team_id = UUID(chosen) if chosen else None
    except ValueError:
        raise NotVisible from None
    return situation_of(request.viewer, resident_id, on=clock.today(), team_id=team_id)


def _require(request: HttpRequest) -> None:
    if not permissions.may_sign(request.viewer):
        raise NotVisible


def _language() -> str:
    return get_language() or ""
