"""The outbox: what went out to residents, and what did not arrive."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.community.engagement import permissions, presenters, selectors, services
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.documents.services import pdf_response
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


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """Letters to print and post; POST notes those that the page showed as posted."""
    viewer = request.viewer
    may_post = viewer.can(permissions.ANSWER)
    if request.method == "POST":
        if not may_post:
            raise NotVisible
        count = services.post_letters(by=viewer, ids=_ids(request.POST.getlist("letter")), at=clock.now())
        flash.success(request, _("已登记寄出 %(n)s 封信函。") % {"n": count})
        return redirect("engagement:letters")
    found = selectors.letters_to_post(viewer)
    audit.record_read(by=viewer, act="engagement.list_letters", resident_ids=[one.resident_id for one in found])
    context = {"rows": [presenters.letter_row(one) for one in found], "may_post": may_post}
    return render(request, "engagement/letters.html", context)


@login_required
@require_GET
def letters_paper(request: HttpRequest) -> HttpResponse:
    """The letters as PDF, a page each."""
    found = selectors.letters_to_post(request.viewer)
    if not found:
        return redirect("engagement:letters")
    ids = [one.resident_id for one in found]
    audit.record_read(by=request.viewer, act="engagement.print_letters", resident_ids=ids)
    data = presenters.letter_papers(found, clock.today())
    return pdf_response(template="community/engagement/typst/letters.typ", data=data, name="letters")


def _ids(values: Sequence[str]) -> set[UUID]:
    try:
        return {UUID(value) for value in values}
    except ValueError:
        raise NotVisible from None
