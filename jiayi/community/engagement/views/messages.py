"""The outbox: what went out to residents, and what did not arrive."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.community.engagement import permissions, presenters, selectors
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list


@login_required
@require_http_methods(["GET", "POST"])
def messages(request: HttpRequest) -> HttpResponseBase:
    """Messages to residents within reach; POST takes the list away as a file."""
    rows = selectors.messages(request.viewer)
    page = list_page(presenters.message_list(request.viewer, request.GET.get("region", "")), rows, request.GET)
    if request.method == "POST":
        if not request.viewer.can(permissions.EXPORT):
            raise NotVisible
        file = ListFile(
            name=_("消息发送情况"),
            columns=presenters.MESSAGE_COLUMNS,
            record=lambda taken: audit.record(
                by=request.viewer, act="engagement.export_messages", details=taken.details()
            ),
            rows=lambda rows: (presenters.message_row(one) for one in rows),
        )
        return list_file(request, page, file, at=clock.now())
    ids = {one.resident_id for one in page.rows}
    audit.record_read(by=request.viewer, act="engagement.list_messages", resident_ids=ids)
    context = {"page": page.show(presenters.message_row), "may_export": request.viewer.can(permissions.EXPORT)}
    return render_list(request, "engagement/messages.html", context)
