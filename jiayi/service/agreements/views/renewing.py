"""Whose term ends soon: a list to call by, place by place."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list
from jiayi.service.agreements import permissions, selectors
from jiayi.service.agreements.presenters import to_renew as words

from .lists import record_taken


@login_required
@require_http_methods(["GET", "POST"])
def to_renew(request: HttpRequest) -> HttpResponseBase:
    """Agreements that end within the notice days of their scheme; POST takes the list away as a file."""
    if not request.viewer.can(permissions.READ):
        raise NotVisible
    on, chosen = clock.today(), request.GET.get("region", "")
    rows = selectors.to_renew(request.viewer, on=on)
    page = list_page(words.to_renew_list(request.viewer, on, chosen), rows, request.GET)
    if request.method == "POST":
        if not request.viewer.can(permissions.EXPORT):
            raise NotVisible
        file = ListFile(
            name=_("待续签名单"),
            columns=words.to_renew_columns(),
            record=lambda taken: record_taken(request, taken, "agreements.export_to_renew"),
            rows=lambda rows: words.to_renew_rows(rows, on=on),
        )
        return list_file(request, page, file, at=clock.now())
    ids = [one.resident_id for one in page.rows]
    audit.record_read(by=request.viewer, act="agreements.list_to_renew", resident_ids=ids)
    region = page.values.get("region") or next(iter(request.viewer.scope(permissions.READ).region_prefixes), "")
    page.show(lambda one: words.to_renew_row(one, on=on))
    context = {
        "page": page,
        "places": words.place_rows(selectors.to_renew_by_place(page.matching, words.place_digits(region))),
        "standings": words.standing_choices(),
        "reasons": selectors.notice_reasons(region, on),
        "may_export": request.viewer.can(permissions.EXPORT),
        "may_sign": permissions.may_sign(request.viewer),
    }
    return render_list(request, "agreements/to_renew.html", context)
