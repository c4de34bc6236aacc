"""Lists of orders: all, those that wait for a pharmacist, those who should collect."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, ListPage, ListSpec, Taken, list_file, list_page, render_list
from jiayi.service.prescriptions import permissions, presenters, selectors
from jiayi.service.prescriptions.models import Prescription
from jiayi.service.prescriptions.terms import State


@login_required
@require_http_methods(["GET", "POST"])
def prescriptions(request: HttpRequest) -> HttpResponseBase:
    """Every order within reach, the latest first; POST takes the list away as a file."""
    _require(request, permissions.READ)
    spec = presenters.prescription_list(request.viewer, clock.today(), request.GET.get("region", ""))
    rows = selectors.prescriptions(request.viewer, on=clock.today())
    words = {
        "heading": _("长期处方"),
        "empty": _("从居民页面开具后，会在这里列出。"),
        "kind": "all",
        "act": "prescriptions.list_all",
    }
    return _list(request, spec, rows, words)


@login_required
@require_http_methods(["GET", "POST"])
def audits(request: HttpRequest) -> HttpResponseBase:
    """Orders that wait for a pharmacist, the earliest first."""
    _require(request, permissions.AUDIT)
    spec = presenters.prescription_list(request.viewer, clock.today(), request.GET.get("region", ""))
    rows = selectors.prescriptions(request.viewer, on=clock.today(), permission=permissions.AUDIT)
    waiting = rows.filter(state__in=(State.AUDITING, State.QUERIED))
    first, *others = spec.sorts
    spec = ListSpec(sorts=(others[0], first, *others[1:]), filters=spec.filters)
    words = {
        "heading": _("待审处方"),
        "empty": _("没有等待审核的处方。"),
        "kind": "audits",
        "act": "prescriptions.list_audits",
    }
    return _list(request, spec, waiting, words)


@login_required
@require_http_methods(["GET", "POST"])
def refills(request: HttpRequest) -> HttpResponseBase:
    """Who may collect the next part, those whose supply runs out first."""
    _require(request, permissions.READ)
    spec = presenters.refill_list(request.viewer, clock.today(), request.GET.get("region", ""))
    rows = selectors.prescriptions(request.viewer, on=clock.today())
    due = rows.filter(state=State.ACTIVE, opens_on__lte=clock.today())
    words = {
        "heading": _("待领药名单"),
        "empty": _("没有到领药时间的居民。"),
        "kind": "refills",
        "act": "prescriptions.list_refills",
    }
    return _list(request, spec, due, words)


def _list(
    request: HttpRequest, spec: ListSpec, rows: QuerySet[Prescription], words: dict[str, str]
) -> HttpResponseBase:
    page = list_page(spec, rows, request.GET)
    row_of = partial(presenters.order_row, on=clock.today())
    if request.method == "POST":
        return _export(request, page, words["heading"], row_of)
    if shown := {row.resident_id for row in page.rows}:
        audit.record_read(by=request.viewer, act=words["act"], resident_ids=shown)
    context = {"page": page.show(row_of), "may_export": request.viewer.can(permissions.EXPORT), **words}
    return render_list(request, "prescriptions/prescriptions.html", context)


def _export(request: HttpRequest, page: ListPage, name: str, row_of: partial) -> HttpResponseBase:
    _require(request, permissions.EXPORT)
    file = ListFile(
        name=name,
        columns=presenters.COLUMNS,
        record=partial(_taken, request),
        rows=lambda rows: (row_of(one) for one in rows),
    )
    return list_file(request, page, file, at=clock.now())


def _taken(request: HttpRequest, taken: Taken) -> None:
    ids = taken.resident_ids()
    audit.record_reads(by=request.viewer, act="prescriptions.export", resident_ids=ids, details=taken.details())


def _require(request: HttpRequest, permission: str) -> None:
    if not request.viewer.can(permission):
        raise NotVisible
