"""The first page: my doctor, my agreement, what comes next."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.surfaces.portal import presenters
from jiayi.surfaces.portal.access import for_residents, page


@for_residents
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Everything that somebody looks for first."""
    today = clock.today()
    visit = request.visit
    audit.record_read(by=visit.viewer, act="portal.open_home", resident_ids=[visit.subject.id])
    return page(request, "home", presenters.home_page(visit.viewer, visit.subject, today, clock.now()))
