"""What institutions have and lack of what the scheme wants each of them to have."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.community.outreach import permissions, presenters, selectors
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, list_file, render_list, rows_page


@login_required
@require_http_methods(["GET", "POST"])
def goals(request: HttpRequest) -> HttpResponseBase:
    """Each institution within reach with what it has and lacks; POST takes the table away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    rows = selectors.institution_goals(request.viewer, on=clock.today())
    page = rows_page(presenters.goal_list(), rows, request.GET)
    may_export = request.viewer.can(permissions.EXPORT)
    if request.method == "POST":
        if not may_export:
            raise NotVisible
        file = ListFile(
            name=_("五个有、一个提高"),
            columns=presenters.GOAL_COLUMNS,
            record=lambda taken: audit.record(by=request.viewer, act="outreach.export_goals", details=taken.details()),
            rows=lambda rows: (presenters.goal_row(one) for one in rows),
        )
        return list_file(request, page, file, at=clock.now())
    page.show(presenters.goal_row)
    return render_list(request, "outreach/goals.html", {"page": page, "may_export": may_export})
