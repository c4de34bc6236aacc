"""The first page: what waits for this viewer today."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.surfaces.workstation.presenters.home import home_page


@login_required
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this viewer today."""
    today = clock.today()
    page = home_page(request.viewer, today, get_language() or "")
    if page.worklist and page.worklist.resident_ids:
        ids = page.worklist.resident_ids
        audit.record_read(by=request.viewer, act="workstation.open_home", resident_ids=ids)
    return render(request, "workstation/home.html", {"page": page, "today": today})
