"""The page of a mother and her children."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.service.care import permissions, selectors
from jiayi.service.care.presenters.mother_child import line_page


@login_required
@never_cache
@require_GET
def mother_child(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Pregnancy, birth, check-ups of the children, vaccinations and eyes as one line; 404 out of reach."""
    today = clock.today()
    members = selectors.mother_child_line(request.viewer, resident_id, on=today)
    shown = [one.resident.id for one in members]
    audit.record_read(by=request.viewer, act="care.open_mother_child", resident_ids=shown)
    person = next(one.resident for one in members if one.resident.id == resident_id)
    context = {
        "page": line_page(members, today),
        "resident": person,
        "may_write": request.viewer.can(permissions.WRITE),
    }
    return render(request, "care/mother_child.html", context)
