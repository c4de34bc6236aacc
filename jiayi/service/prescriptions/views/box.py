"""The household's medicine box: what is held until when, and what a home visit found."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions import permissions, presenters, selectors, services
from jiayi.service.prescriptions.forms import BoxForm


@login_required
@require_http_methods(["GET", "POST"])
def medicine_box(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """What a household has at home until when; POST keeps what a home visit counted and found."""
    viewer, today = request.viewer, clock.today()
    box = selectors.box_of(viewer, household_id, on=today)
    may_check = viewer.can(permissions.REPORT)
    form = BoxForm(box, request.POST or None)
    status = 200
    if request.method == "POST":
        if not may_check:
            raise NotVisible
        status = 422
        if form.is_valid():
            services.check_box(
                by=viewer,
                household_id=household_id,
                findings=form.findings(),
                advice=form.cleaned_data["advice"],
                submission_id=form.cleaned_data["submission_id"],
                on=today,
            )
            messages.success(request, _("已保存核查结果。"))
            return redirect("prescriptions:medicine_box", household_id)
    shown = sorted({one.resident_id for one in box})
    audit.record_read(by=viewer, act="prescriptions.open_box", resident_ids=shown)
    rows = presenters.box_rows(box, today)
    fields = form.rows if may_check else [{}] * len(rows)
    context = {
        "household": people.household_for(viewer, household_id),
        "rows": [row | each for row, each in zip(rows, fields, strict=True)],
        "checks": presenters.check_rows(selectors.box_checks(viewer, household_id)),
        "form": form,
        "may_check": may_check,
    }
    return render(request, "prescriptions/medicine_box.html", context, status=status)


@login_required
@require_GET
def box_of_household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """A part of the household's page: what there is, until when."""
    box = selectors.box_of(request.viewer, household_id, on=clock.today())
    shown = sorted({one.resident_id for one in box})
    audit.record_read(by=request.viewer, act="prescriptions.open_box", resident_ids=shown)
    context = {"rows": presenters.box_rows(box, clock.today()), "household_id": household_id}
    return render(request, "prescriptions/box_of_household.html", context)
