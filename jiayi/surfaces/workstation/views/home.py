"""The first page: what waits for this viewer today; for those who serve, the day's worklist first."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import is_for_list, render_list
from jiayi.surfaces.workstation.presenters.day import works_a_list
from jiayi.surfaces.workstation.presenters.home import home_page

from .day import day_context, day_file


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponseBase:
    """What waits for this viewer today; POST takes the worklist away as a file."""
    has_day = works_a_list(request.viewer)
    if request.method == "POST":
        if not has_day:
            raise NotVisible
        return day_file(request)
    context = day_context(request) if has_day else {}
    if not is_for_list(request):
        context |= _panels(request, has_day=has_day)
    return render_list(request, "workstation/home.html", context)


def _panels(request: HttpRequest, *, has_day: bool) -> dict[str, object]:
    today = clock.today()
    page = home_page(request.viewer, today, get_language() or "", has_day=has_day)
    if page.worklist and page.worklist.resident_ids:
        audit.record_read(by=request.viewer, act="workstation.open_home", resident_ids=page.worklist.resident_ids)
    return {"page": page, "today": today}
