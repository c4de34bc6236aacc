"""Who came again and again, and who went past the first contact (S4-52)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.exports import Column, ExportNote, export_response
from jiayi.service.insurance import permissions, presenters, selectors

PAGE = 50


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def repeat(request: HttpRequest) -> HttpResponseBase:
    """Residents with several visits for one diagnosis within days."""
    today = clock.today()
    limits = presenters.repeat_limits(request.viewer, today)
    period = presenters.period_of(request.GET, today)
    rows = selectors.repeat_visits(request.viewer, period, **limits)
    words = {"title": _("重复就医名单"), "about": presenters.repeat_words(limits), "template": "insurance/repeat.html"}
    return _list(request, rows, presenters.repeat_row, presenters.REPEAT_COLUMNS, words)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def skipped(request: HttpRequest) -> HttpResponseBase:
    """Visits above primary level without a referral and without a first contact at home."""
    today = clock.today()
    days = presenters.first_contact_days(request.viewer, today)
    period = presenters.period_of(request.GET, today)
    rows = selectors.skipped_first_contact(request.viewer, period, within_days=days)
    words = {"title": _("未经首诊名单"), "about": presenters.skipped_words(days), "template": "insurance/skipped.html"}
    return _list(request, rows, presenters.skipped_row, presenters.SKIPPED_COLUMNS, words)


def _list(
    request: HttpRequest, rows: Any, show: Callable[[Any], dict[str, Any]], columns: list[Column], words: dict[str, str]
) -> HttpResponseBase:
    viewer = request.viewer
    if not viewer.can(permissions.READ_VISITS):
        raise NotVisible
    if request.method == "POST":
        return _export(request, map(show, rows.iterator(chunk_size=2000)), columns, words["title"])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = [show(one) for one in page]
    audit.record_read(by=viewer, act="insurance.list_visits", resident_ids=[one["resident_id"] for one in shown])
    context = words | {
        "rows": shown,
        "page": page,
        "period": presenters.period_of(request.GET, clock.today()),
        "may_export": viewer.can(permissions.EXPORT),
    }
    return render(request, words["template"], context)


def _export(request: HttpRequest, rows: Iterable[Any], columns: list[Column], title: str) -> HttpResponse:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    audit.record(by=request.viewer, act="insurance.export_visits", details={"list": title})
    note = ExportNote(by=request.viewer.actor_name, at=clock.now(), filters=title)
    return export_response("xlsx", name=title, columns=columns, rows=rows, note=note)
