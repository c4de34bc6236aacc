"""A community's month or term on one page, made to be printed, archived when it is over."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiayi.community.communities import permissions, presenters, selectors, services
from jiayi.community.communities.forms import ReportForm
from jiayi.community.communities.models import Community
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.core.dates import ONE_DAY, add_months, month_end
from jiayi.foundation.ui.acting import do_and_return

from .places import frame


@login_required
@require_GET
def month(request: HttpRequest, community_id: UUID, year: int, month: int) -> HttpResponse:
    """Attendance, absences, findings, duties, incidents of a month (S2.5-19)."""
    found = selectors.community_for(request.viewer, community_id)
    try:
        first = dt.date(year, month, 1)
    except ValueError as error:
        raise NotVisible from error
    before, after = add_months(first, -1), add_months(first, 1)
    words = {
        "heading": _("卫生保健月报 %(month)s") % {"month": f"{first:%Y-%m}"},
        "before": _month_link(found, before),
        "after": _month_link(found, after) if after <= clock.today() else None,
        "other": {"label": _("学期报告"), "url": reverse("communities:term", args=[found.id, first])},
    }
    return _report(request, found, first, month_end(first.year, first.month), words)


@login_required
@require_GET
def term(request: HttpRequest, community_id: UUID, day: str) -> HttpResponse:
    """The same of the term that holds a day."""
    found = selectors.community_for(request.viewer, community_id)
    try:
        days = selectors.term_of(found, dt.date.fromisoformat(day))
    except (ValueError, OverflowError) as error:
        raise NotVisible from error
    if days is None:
        raise NotVisible
    since, until = days
    words = {
        "heading": _("卫生保健学期报告"),
        "before": {"label": _("上一学期"), "url": _term_url(found, since - ONE_DAY)},
        "after": {"label": _("下一学期"), "url": _term_url(found, until + ONE_DAY)} if until < clock.today() else None,
        "other": {"label": _("月报"), "url": _month_link(found, since)["url"]},
    }
    return _report(request, found, since, until, words)


@login_required
@require_POST
def archive(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """The figures of a report stand from now on."""
    found = selectors.community_for(request.viewer, community_id, permission=permissions.CHECK)
    form = ReportForm(request.POST)
    if not form.is_valid():
        raise NotVisible
    days = dict(form.cleaned_data)
    back = days.pop("back")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        raise NotVisible

    def act() -> Any:
        return services.archive_report(by=request.viewer, community_id=found.id, on=clock.today(), **days)

    return do_and_return(request, act, back=back, done=_("报告已归档。"))


def _report(
    request: HttpRequest, found: Community, since: dt.date, until: dt.date, words: dict[str, Any]
) -> HttpResponse:
    today = clock.today()
    archived = selectors.archived_of(found, since, until)
    figures = archived.figures if archived else selectors.figures_of(found, since, min(until, max(today, since)))
    context = frame(request, found, "month") | words
    context |= {"since": since, "until": until, "archived": archived}
    context["may_archive"] = context["may_check"] and until < today
    context |= {"cards": presenters.month_cards(figures), "tables": presenters.month_tables(figures)}
    return render(request, "communities/month.html", context)


def _month_link(found: Community, first: dt.date) -> dict[str, str]:
    return {"label": f"{first:%Y-%m}", "url": reverse("communities:month", args=[found.id, first.year, first.month])}


def _term_url(found: Community, day: dt.date) -> str:
    return reverse("communities:term", args=[found.id, day])
