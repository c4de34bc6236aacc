"""Terminate an agreement or take a mistaken entry back: the form, what ends with it, then the act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.ui.forms import Form
from jiayi.service.agreements import permissions, presenters, selectors, services
from jiayi.service.agreements.forms import TerminationForm, VoidForm
from jiayi.service.agreements.models import Agreement
from jiayi.service.agreements.terms import IN_FORCE, EndReason, State

ENDING = "end"


@dataclass(frozen=True)
class _Way:
    """One way to end an agreement: its words, its form, how it is judged beforehand and done."""

    heading: str
    action: str
    done: str
    form: Form
    judge: Callable[[], selectors.TerminationVerdict | None]
    act: Callable[[], Agreement]
    is_done: Callable[[Agreement], bool]  # whether this very act has been done before, as by a double click


@login_required
@require_http_methods(["GET", "POST"])
def terminate(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """End an agreement before its term, for a reason that the rulebook knows."""
    agreement = _agreement(request, agreement_id)
    form = TerminationForm(
        clock.today(),
        request.POST or None,
        confirmations=selectors.confirmations_asked_for(agreement, clock.today()),
        evidenced=selectors.evidence_asked_for(agreement, clock.today()),
    )
    way = _Way(
        heading=_("解约"),
        action=_("确认解约"),
        done=_("已解约。"),
        form=form,
        judge=lambda: selectors.termination_verdict(agreement, form.request(), on=clock.today()),
        act=lambda: services.terminate_agreement(
            by=request.viewer, agreement_id=agreement.id, asked=form.request(), on=clock.today()
        ),
        is_done=lambda found: (
            (found.state, found.end_reason, found.ended_on)
            == (State.TERMINATED, form.cleaned_data["reason"], form.cleaned_data["ended_on"])
        ),
    )
    return _end(request, agreement, way)


@login_required
@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Take back an agreement that was entered by mistake."""
    agreement = _agreement(request, agreement_id)
    form = VoidForm(request.POST or None)
    way = _Way(
        heading=_("作废误录的协议"),
        action=_("确认作废"),
        done=_("已作废。"),
        form=form,
        judge=lambda: None,
        act=lambda: services.void_agreement(
            by=request.viewer, agreement_id=agreement.id, note=form.cleaned_data["note"], on=clock.today()
        ),
        is_done=lambda found: (found.state, found.end_reason) == (State.VOID, EndReason.ENTRY_ERROR),
    )
    return _end(request, agreement, way)


def _agreement(request: HttpRequest, agreement_id: UUID) -> Agreement:
    return selectors.agreement_for(request.viewer, agreement_id, permission=permissions.TERMINATE)


def _end(request: HttpRequest, agreement: Agreement, way: _Way) -> HttpResponse:
    if request.method == "GET":
        audit.record_read(by=request.viewer, act="agreements.open_ending", resident_ids=[agreement.resident_id])
        if agreement.state in IN_FORCE:
            return _page(request, agreement, way)
        messages.info(request, _("协议已经结束。"))
        return redirect("agreements:agreement", agreement.id)
    if not way.form.is_valid():
        return _page(request, agreement, way, status=422)
    try:
        if request.POST.get("step") == ENDING:
            way.act()
            return _done(request, agreement, way)
        verdict = way.judge()
    except BadShape as error:
        way.form.refuse(error)
        return _page(request, agreement, way, status=error.status)
    except LawBroken as error:
        if way.is_done(_agreement(request, agreement.id)):
            return _done(request, agreement, way)
        return _page(request, agreement, way, breaches=error.breaches, status=error.status)
    if verdict and not verdict.allowed:
        return _page(request, agreement, way, breaches=verdict.breaches, status=LawBroken.status)
    context = _context(request, agreement, way) | {"answers": presenters.answers_of(way.form)}
    context["reasons"] = verdict.reasons if verdict else []
    return render(request, "agreements/ending_confirm.html", context)


def _done(request: HttpRequest, agreement: Agreement, way: _Way) -> HttpResponse:
    messages.success(request, way.done)
    return redirect("agreements:agreement", agreement.id)


def _page(
    request: HttpRequest, agreement: Agreement, way: _Way, *, breaches: Any = (), status: int = 200
) -> HttpResponse:
    context = _context(request, agreement, way) | {"breaches": breaches}
    return render(request, "agreements/ending.html", context, status=status)


def _context(request: HttpRequest, agreement: Agreement, way: _Way) -> dict[str, Any]:
    ending = selectors.what_ends(request.viewer, agreement, on=clock.today())
    return {
        "agreement": agreement,
        "way": way,
        "form": way.form,
        "page": presenters.ending_page(agreement, ending, on=clock.today()),
    }
