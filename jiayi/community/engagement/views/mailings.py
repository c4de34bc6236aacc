"""Mailings: written, looked at, sent; and what became of their messages."""

from uuid import UUID

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiayi.community.engagement import permissions, presenters, selectors, services
from jiayi.community.engagement.forms import MailingForm
from jiayi.community.engagement.models import Mailing
from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.jobs.selectors import runs
from jiayi.foundation.ui.lists import ListFile, ListPage, list_file, list_page, render_list
from jiayi.registry.organization import selectors as organization


@login_required
@require_http_methods(["GET", "POST"])
def mailings(request: HttpRequest) -> HttpResponseBase:
    """The mailings of the viewer's regions; POST takes the list away as a file."""
    viewer = request.viewer
    page = list_page(
        presenters.mailing_list(viewer, request.GET.get("region", "")), selectors.mailings(viewer), request.GET
    )
    may_export = viewer.can(permissions.EXPORT)
    if request.method == "POST":
        if not may_export:
            raise NotVisible
        file = ListFile(
            name=_("群发通知"),
            columns=presenters.MAILING_COLUMNS,
            record=lambda taken: audit.record(by=viewer, act="engagement.export_mailings", details=taken.details()),
            rows=lambda rows: (presenters.mailing_row(one) for one in rows),
        )
        return list_file(request, page, file, at=clock.now())
    may_begin = bool(viewer.scope(permissions.ANSWER).region_prefixes)
    context = {"page": page.show(presenters.mailing_row), "may_export": may_export, "may_begin": may_begin}
    return render_list(request, "engagement/mailings.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Write one, look at whom it reaches, and send it: each step takes along what was typed."""
    viewer, step = request.viewer, request.POST.get("step", "preview")
    if not viewer.scope(permissions.ANSWER).region_prefixes:
        raise NotVisible
    places = organization.place_choices(viewer, permissions.ANSWER, request.POST.get("region", ""))
    form = MailingForm(request.POST or None, places=places, groups=presenters.group_options())
    status = 200
    if request.method == "POST" and step != "edit":
        status = 422
        if form.is_valid():
            try:
                return _confirmed(request, form) if step == "confirm" else _previewed(request, form)
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
    return render(request, "engagement/mailing_form.html", {"form": form}, status=status)


def _previewed(request: HttpRequest, form: MailingForm) -> HttpResponse:
    asked = form.asked()
    preview = services.preview_mailing(by=request.viewer, asked=asked, on=clock.today())
    context = {"form": form, "preview": presenters.preview_words(preview, asked)}
    return render(request, "engagement/mailing_preview.html", context)


def _confirmed(request: HttpRequest, form: MailingForm) -> HttpResponse:
    made = services.begin_mailing(
        by=request.viewer, asked=form.asked(), submission_id=form.cleaned_data["submission"], on=clock.today()
    )
    flash.success(request, _("已开始发送，消息按渠道陆续送达。"))
    return redirect("engagement:mailing", made.id)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def mailing(request: HttpRequest, mailing_id: UUID) -> HttpResponseBase:
    """One mailing, and how its messages to residents within reach stand; POST takes these away as a file."""
    viewer = request.viewer
    found = selectors.mailing_for(viewer, mailing_id)
    page = list_page(
        presenters.delivery_list(viewer, request.GET.get("region", "")),
        selectors.deliveries(viewer, found),
        request.GET,
    )
    if request.method == "POST":
        return _deliveries_file(request, found, page)
    ids = {one.resident_id for one in page.rows}
    audit.record_read(by=viewer, act="engagement.open_mailing", resident_ids=ids)
    context = {
        "mailing": presenters.mailing_words(found, selectors.delivered(found)),
        "page": page.show(presenters.message_row),
        "may_export": viewer.can(permissions.EXPORT),
        "run": runs(viewer).filter(pk=found.run_id).first(),
    }
    return render_list(request, "engagement/mailing.html", context)


def _deliveries_file(request: HttpRequest, found: Mailing, page: ListPage) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=_("群发通知送达情况"),
        columns=presenters.MESSAGE_COLUMNS,
        record=lambda taken: audit.record(
            by=request.viewer,
            act="engagement.export_mailing",
            subject_kind="mailing",
            subject_ids=[found.id],
            details=taken.details(),
        ),
        rows=lambda rows: (presenters.message_row(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())
