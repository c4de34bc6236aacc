"""Reviews of health plans: the queue, and the expert's word on one."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.service.care import permissions, presenters, selectors, services
from jiayi.service.care.forms import ReviewForm
from jiayi.service.care.terms import ReviewState


@login_required
@require_http_methods(["GET", "POST"])
def plans(request: HttpRequest) -> HttpResponseBase:
    """Health plans before the expert and those decided on; POST takes the list away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    today = clock.today()
    spec = presenters.review_list(request.viewer, today, request.GET.get("region", ""))
    found = selectors.plan_reviews(request.viewer, on=today).exclude(state=ReviewState.SUPERSEDED)
    page = list_page(spec, found, request.GET)
    if request.method == "POST":
        return _export(request, page)
    if shown := {one.record.resident_id for one in page.rows}:
        audit.record_read(by=request.viewer, act="care.list_plans", resident_ids=shown)
    context = {"page": page.show(presenters.review_row), "may_export": request.viewer.can(permissions.EXPORT)}
    return render_list(request, "care/plans.html", context)


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("健康计划审核"),
        columns=presenters.REVIEW_COLUMNS,
        record=partial(_taken, request),
        rows=lambda rows: (presenters.review_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())


def _taken(request: HttpRequest, taken: Taken) -> None:
    ids = taken.resident_ids("record__resident_id")
    audit.record_reads(by=request.viewer, act="care.list_plans", resident_ids=ids, details=taken.details())


@login_required
@require_POST
def review(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Approve the plan, or give it back with a remark."""
    record = selectors.record_for(request.viewer, record_id, permission=permissions.REVIEW_PLAN)
    form = ReviewForm(request.POST)
    approves = request.POST.get("answer") == "approve"
    if form.is_valid():
        try:
            services.review_plan(
                by=request.viewer,
                record_id=record.id,
                version=int(request.POST.get("version") or 0),
                approves=approves,
                remark=form.cleaned_data["remark"],
                on=clock.today(),
            )
            messages.success(request, _("已通过。") if approves else _("已退回修改。"))
        except (BadShape, LawBroken) as error:
            messages.error(request, error.message)
    else:
        messages.error(request, _("审核意见太长，请精简后再提交。"))
    return redirect("care:record", record.id)
