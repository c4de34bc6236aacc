"""The list of visits for local helpers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import list_page, render_list
from jiayi.service.agreements import permissions, selectors
from jiayi.service.agreements.presenters.visits import visit_list, visit_row


@login_required
@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """Who lives here, where, and whether they are to be asked; the sheet of the round is its print."""
    if not request.viewer.can(permissions.VISIT_LIST_READ):
        raise NotVisible
    today = clock.today()
    rows = selectors.to_visit(request.viewer, on=today)
    page = list_page(visit_list(request.viewer, today), rows, request.GET)
    audit.record_read(by=request.viewer, act="agreements.list_visits", resident_ids=[one.id for one in page.rows])
    page.show(lambda one: visit_row(one, today))
    return render_list(request, "agreements/visits.html", {"page": page})
