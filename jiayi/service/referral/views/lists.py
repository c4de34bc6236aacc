"""The referral centre's list: received by clock, sent, all within reach."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.service.referral import permissions, presenters, selectors


@login_required
@require_http_methods(["GET", "POST"])
def referrals(request: HttpRequest) -> HttpResponseBase:
    """Referrals within reach; POST takes the list away as a file."""
    viewer, now = request.viewer, clock.now()
    if not viewer.can(permissions.READ):
        raise NotVisible
    query = presenters.usual_query(viewer, request.GET)
    rows = selectors.referrals(viewer)
    page = list_page(presenters.referral_list(viewer, clock.now(), request.GET.get("region", "")), rows, query)
    if request.method == "POST":
        return _export(request, page)
    audit.record_read(by=viewer, act="referral.list", resident_ids=[one.resident_id for one in page.rows])
    context = {
        "page": page.show(lambda one: presenters.referral_row(one, now)),
        "cards": presenters.step_cards(selectors.open_by_step(page.matching)),
        "may_see_rates": viewer.can(permissions.READ_VISITS),
        "may_export": viewer.can(permissions.EXPORT),
    }
    return render_list(request, "referral/referrals.html", context)


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    now = clock.now()
    file = ListFile(
        name=_("转诊名单"),
        columns=presenters.COLUMNS,
        record=lambda taken: _taken(request, taken),
        rows=lambda rows: (presenters.referral_row(one, now) for one in rows),
    )
    return list_file(request, page, file, at=now)


def _taken(request: HttpRequest, taken: Taken) -> None:
    audit.record(by=request.viewer, act="referral.export", details=taken.details())
