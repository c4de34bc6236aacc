"""Pages of results of other institutions: all of a resident's, one entered from its paper, one withdrawn."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.ui.wording import text_of
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions, presenters, selectors, services
from jiayi.service.care.forms.results import ResultForm, WithdrawForm
from jiayi.service.care.terms import ResultRequest, ResultWay

SHOWN = 200


@login_required
@never_cache
@require_GET
def results(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Everything that other institutions found, the latest first."""
    resident = people.resident_for(request.viewer, resident_id, on=clock.today(), permission=permissions.READ)
    rows = selectors.shared_results(request.viewer, resident.id)[:SHOWN]
    audit.record_read(by=request.viewer, act="care.list_results", resident_ids=[resident.id])
    context = {
        "resident": resident,
        "rows": presenters.result_rows(rows),
        "may_write": request.viewer.can(permissions.WRITE),
    }
    return render(request, "care/results.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new_result(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Enter a result from the paper that the resident brought."""
    today = clock.today()
    resident = people.resident_for(request.viewer, resident_id, on=today, permission=permissions.WRITE)
    form = ResultForm(today, request.POST or None)

    def act(**fields: Any) -> None:
        asked = ResultRequest(resident_id=resident.id, way=ResultWay.PAPER, **fields)
        services.share_result(by=request.viewer, asked=asked, on=today)

    words = {
        "heading": _("登记其他机构的检查检验结果"),
        "action": _("登记"),
        "done": _("已登记。"),
        "help": _("按居民带来的报告录入，一项一条；页面上会注明来源机构和级别。"),
    }
    return _answer(request, resident, form, act, words)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw_result(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """Take a result back that was entered by mistake."""
    found = selectors.shared_result_for(request.viewer, result_id, permission=permissions.WRITE)
    form = WithdrawForm(request.POST or None)

    def act(note: str) -> None:
        services.withdraw_result(by=request.viewer, result_id=found.id, note=note, at=clock.now())

    words = {
        "heading": _("撤回检查检验结果"),
        "action": _("撤回"),
        "done": _("已撤回。"),
        "help": "",
        "about": presenters.result_rows([found])[0],
    }
    return _answer(request, found.resident, form, act, words)


def _answer(request: HttpRequest, resident: Any, form: Any, act: Any, words: dict[str, Any]) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            act(**form.cleaned_data)
        except (BadShape, LawBroken) as error:
            _refuse(form, error)
        else:
            messages.success(request, words["done"])
            return redirect("care:results", resident_id=resident.id)
    context = {"form": form, "resident": resident, **words}
    return render(request, "care/result_act.html", context, status=422 if form.is_bound else 200)


def _refuse(form: Any, error: BadShape | LawBroken) -> None:
    """Each fault beside its field, the others above the form."""
    named = [breach for breach in error.breaches if breach.get("field") in form.fields]
    for breach in named:
        form.add_error(breach["field"], text_of(breach))
    if not named:
        form.refuse(error)
