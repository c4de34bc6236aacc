"""What is done with an agreement that goes on: let it rest, resume it, sign it anew with other packages."""

from collections.abc import Callable
from functools import partial
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
from jiayi.service.agreements.forms import ChangePackagesForm, ResumptionForm, SuspensionForm
from jiayi.service.agreements.models import Agreement


@login_required
@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Let an agreement rest while the resident is in hospital or away."""
    agreement = _agreement(request, agreement_id)
    form = SuspensionForm(clock.today(), request.POST or None)
    words = {
        "heading": _("暂停"),
        "action": _("暂停协议"),
        "done": _("已暂停。"),
        "help": _("暂停期间居民仍算签约，名额保留，协议期限照常计算，不产生新的履约待办。"),
    }
    return answer(request, agreement, form, partial(services.suspend_agreement, agreement_id=agreement.id), words)


@login_required
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """The resident is back."""
    agreement = _agreement(request, agreement_id)
    form = ResumptionForm(clock.today(), request.POST or None)
    words = {"heading": _("恢复"), "action": _("恢复协议"), "done": _("已恢复。"), "help": ""}
    return answer(request, agreement, form, partial(services.resume_agreement, agreement_id=agreement.id), words)


@login_required
@require_http_methods(["GET", "POST"])
def change_packages(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Sign other packages to the end of the same term; the paper is written anew."""
    agreement = _agreement(request, agreement_id)
    form = ChangePackagesForm(
        clock.today(),
        request.POST or None,
        offers=presenters.package_choices(agreement, clock.today()),
        chosen=agreement.package_codes,
    )
    words = {
        "heading": _("变更服务包"),
        "action": _("签订变更"),
        "done": _("已变更，请打印新的协议。"),
        "help": _("原协议到签约前一天为止，新的协议到原来的到期日为止，不重复占用名额。"),
    }
    return answer(request, agreement, form, partial(services.change_packages, agreement_id=agreement.id), words)


def _agreement(request: HttpRequest, agreement_id: UUID) -> Agreement:
    return selectors.agreement_for(request.viewer, agreement_id, permission=permissions.SIGN)


def answer(
    request: HttpRequest, agreement: Agreement, form: Form, act: Callable[..., Any], words: dict[str, str]
) -> HttpResponse:
    """The form, or the act and the agreement after it; a refusal comes back with the form as it was filled in."""
    if request.method == "GET":
        audit.record_read(by=request.viewer, act="agreements.open_act", resident_ids=[agreement.resident_id])
        return _page(request, agreement, form, words)
    if not form.is_valid():
        return _page(request, agreement, form, words, status=422)
    try:
        act(by=request.viewer, on=clock.today(), **form.cleaned_data)
    except (BadShape, LawBroken) as error:
        form.refuse(error)
        return _page(request, agreement, form, words, status=error.status, breaches=error.breaches)
    messages.success(request, words["done"])
    return redirect("agreements:agreement", selectors.latest_of_chain(request.viewer, agreement.id))


def _page(
    request: HttpRequest, agreement: Agreement, form: Form, words: dict[str, str], status: int = 200, breaches: Any = ()
) -> HttpResponse:
    ending = selectors.what_ends(request.viewer, agreement, on=clock.today())
    context = words | {
        "agreement": agreement,
        "form": form,
        "breaches": breaches if status == LawBroken.status else (),
        "page": presenters.ending_page(agreement, ending, on=clock.today()),
    }
    return render(request, "agreements/act.html", context, status=status)
