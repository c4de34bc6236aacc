"""Family health workers within reach."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.community.outreach import permissions, presenters, selectors
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def health_workers(request: HttpRequest) -> HttpResponseBase:
    """Who was trained, in which household and village; POST takes the list away as a file."""
    today = clock.today()
    rows = selectors.health_workers(request.viewer, on=today)
    page = list_page(presenters.health_worker_list(request.viewer, request.GET.get("region", "")), rows, request.GET)
    if request.method == "POST":
        return _export(request, page)
    audit.record_read(by=request.viewer, act="outreach.list_health_workers", resident_ids=[one.pk for one in page.rows])
    page.rows = list(presenters.health_worker_rows(page.rows, today))
    context = {
        "page": page,
        "cards": presenters.health_worker_cards(selectors.health_worker_counts(page.matching)),
        "may_export": request.viewer.can(permissions.EXPORT),
    }
    return render_list(request, "outreach/health_workers.html", context)


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("家庭保健员"),
        columns=presenters.HEALTH_WORKER_COLUMNS,
        record=lambda taken: _record_taken(request, taken),
        rows=lambda rows: presenters.health_worker_rows(rows, clock.today()),
    )
    return list_file(request, page, file, at=clock.now())


def _record_taken(request: HttpRequest, taken: Taken) -> None:
    """Everybody whose row leaves is on record."""
    ids, details = taken.resident_ids("id"), taken.details()
    audit.record_reads(by=request.viewer, act="outreach.export_health_workers", resident_ids=ids, details=details)
