"""The insurer's office: which forms wait for its signature."""

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
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.ui.lists import list_page, render_list
from jiayi.service.referral import permissions, presenters, selectors, services
from jiayi.service.referral.forms import ApprovalForm


@login_required
@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """Forms that wait, and those that were decided."""
    viewer = request.viewer
    if not viewer.can(permissions.APPROVE):
        raise NotVisible
    page = list_page(presenters.approval_list(), selectors.approvals(viewer), request.GET)
    audit.record_read(by=viewer, act="referral.list_approvals", resident_ids=[one.resident_id for one in page.rows])
    now = clock.now()
    return render_list(
        request, "referral/approvals.html", {"page": page.show(lambda one: presenters.referral_row(one, now))}
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One form with the decision on it."""
    found = selectors.referral_to_approve(request.viewer, referral_id)
    form = ApprovalForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            common = {"by": request.viewer, "referral_id": found.id, "on": clock.today(), "at": clock.now()}
            service = services.approve if form.cleaned_data["decision"] == "approve" else services.refuse
            try:
                service(**common, **form.given())
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("已办理。"))
                return redirect("referral:approvals")
    audit.record_read(by=request.viewer, act="referral.open_approval", resident_ids=[found.resident_id])
    context = {"page": presenters.approval_page(found), "form": form}
    return render(request, "referral/approval.html", context, status=status)
