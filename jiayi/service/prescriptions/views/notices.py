"""Who was told of the policy of long-term prescriptions, and which institutions offer them."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, NotVisible, identifier_of
from jiayi.foundation.ui.acting import answer_form
from jiayi.foundation.ui.exports import ExportNote, export_response
from jiayi.foundation.ui.lists import ListFile, Taken, list_file, list_page, render_list
from jiayi.service.prescriptions import permissions, presenters, selectors, services
from jiayi.service.prescriptions.forms import NoticeForm, OpeningForm


@login_required
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponseBase:
    """Signed residents and whether they were told of the policy; POST takes the list away as a file."""
    viewer, today = request.viewer, clock.today()
    if not viewer.can(permissions.TELL):
        raise NotVisible
    spec = presenters.notice_list(viewer, today, request.GET.get("region", ""))
    query = request.GET.copy()
    query.setdefault("told", "no")
    rows = selectors.signed_for_notice(viewer, on=today)
    page = list_page(spec, rows, query)
    if request.method == "POST":
        return list_as_file(request, page, _("政策告知名单"), presenters.NOTICE_COLUMNS, presenters.notice_row)
    audit.record_read(by=viewer, act="prescriptions.list_notices", resident_ids=[one.resident_id for one in page.rows])
    context = {
        "page": page.show(presenters.notice_row),
        "form": NoticeForm(today),
        "may_export": viewer.can(permissions.EXPORT),
    }
    return render_list(request, "prescriptions/notices.html", context)


@login_required
@require_POST
def tell(request: HttpRequest) -> HttpResponse:
    """Those who were chosen were told."""
    if not request.viewer.can(permissions.TELL):
        raise NotVisible
    form = NoticeForm(clock.today(), request.POST)
    chosen = [identifier_of(text) for text in request.POST.getlist("resident")]
    back = f"{reverse('prescriptions:notices')}?{request.GET.urlencode()}"
    if not chosen or not form.is_valid():
        messages.error(request, _("请勾选居民并填写告知日期和方式。"))
        return redirect(back)
    try:
        told = services.tell_policy(by=request.viewer, resident_ids=chosen, on=clock.today(), **form.cleaned_data)
    except BadShape as error:
        messages.error(request, error.message)
    else:
        messages.success(request, ngettext("已登记告知 %(n)s 人。", "已登记告知 %(n)s 人。", told) % {"n": told})
    return redirect(back)


@login_required
@require_http_methods(["GET", "POST"])
def offering(request: HttpRequest) -> HttpResponseBase:
    """Institutions that sign, and whether they offer long-term prescriptions; POST takes the table away."""
    viewer, today = request.viewer, clock.today()
    if not viewer.can(permissions.READ):
        raise NotVisible
    found = selectors.offering_institutions(viewer)
    rows = sorted((presenters.offering_row(one, on=today) for one in found), key=lambda row: row["offers"])
    if request.method == "POST":
        note = ExportNote(viewer.actor_name, clock.now(), str(today))
        kind = "csv" if request.POST.get("export", "").endswith("csv") else "xlsx"
        name = _("长期处方开展情况")
        return export_response(kind, name=name, columns=presenters.OFFERING_COLUMNS, rows=rows, note=note)
    mine = set(selectors.offering_institutions(viewer, permissions.OPEN_SERVICE).values_list("pk", flat=True))
    offered = sum(row["offers"] for row in rows)
    context = {
        "rows": [row | {"may_open": row["id"] in mine} for row in rows],
        "offered": offered,
        "lacking": len(rows) - offered,
    }
    return render(request, "prescriptions/offering.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def open_service(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """An institution begins to offer it."""
    viewer = request.viewer
    found = selectors.offering_institutions(viewer, permissions.OPEN_SERVICE).filter(pk=institution_id).first()
    if found is None:
        raise NotVisible
    form = OpeningForm(clock.today(), request.POST or None)
    words = {"heading": _("登记开展长期处方"), "action": _("登记"), "done": _("已登记。"), "subject": found.name}

    def do() -> None:
        services.open_service(by=viewer, institution_id=found.pk, on=clock.today(), **form.cleaned_data)

    return answer_form(request, form, do, back=reverse("prescriptions:offering"), words=words)


def list_as_file(request: HttpRequest, page: Any, name: str, columns: Any, row_of: Any) -> HttpResponseBase:
    """The list as a file, for who may take rows away; what leaves is in the history."""
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=name,
        columns=columns,
        record=partial(_taken, request, name),
        rows=lambda rows: (row_of(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())


def _taken(request: HttpRequest, name: str, taken: Taken) -> None:
    details = taken.details() | {"list": name}
    ids = taken.resident_ids()
    audit.record_reads(by=request.viewer, act="prescriptions.export", resident_ids=ids, details=details)
