"""The list of agreements, the register of refusals, and who is still to be signed."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.ui.exports import ExportNote, export_response
from jiayi.foundation.ui.lists import ListFile, ListPage, Taken, list_file, list_page, render_list
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import permissions, presenters, selectors, services
from jiayi.service.agreements.forms import RefusalForm
from jiayi.service.agreements.presenters.lists import ToSignRequest

TO_SIGN_LIMIT = 5_000


@login_required
@require_http_methods(["GET", "POST"])
def agreements(request: HttpRequest) -> HttpResponseBase:
    """Agreements within reach; POST takes the list away as a file."""
    _require(request, permissions.READ)
    rows = selectors.agreements(request.viewer)
    parts = permissions.parts_of(request.viewer.scope(permissions.READ))
    page = list_page(presenters.agreement_list(request.viewer, clock.today()), rows, request.GET, parts=parts)
    if request.method == "POST":
        return _export(request, page)
    audit.record_read(
        by=request.viewer, act="agreements.list_agreements", resident_ids=[one.resident_id for one in page.rows]
    )
    page.show(lambda one: presenters.row_of(one, on=clock.today()))
    context = {
        "page": page,
        "may_export": request.viewer.can(permissions.EXPORT),
        "may_sign": request.viewer.can(permissions.SIGN),
    }
    return render_list(request, "agreements/list.html", context)


def _export(request: HttpRequest, page: ListPage) -> HttpResponseBase:
    _require(request, permissions.EXPORT)
    file = ListFile(
        name=_("签约协议"),
        columns=presenters.export_columns(),
        record=lambda taken: record_taken(request, taken, "agreements.export_agreements"),
        rows=lambda rows: presenters.numbered_rows(rows, on=clock.today()),
    )
    return list_file(request, page, file, at=clock.now())


def record_taken(request: HttpRequest, taken: Taken, act: str) -> None:
    """Everybody whose row leaves is on record, in entries of a bearable length."""
    ids = taken.resident_ids()
    audit.record_reads(by=request.viewer, act=act, resident_ids=ids, details=taken.details())


@login_required
@require_http_methods(["GET", "POST"])
def to_sign(request: HttpRequest) -> HttpResponseBase:
    """Unsigned residents in the order of the scheme, with the reason why each stands where; POST takes them away."""
    _require(request, permissions.READ)
    asked = presenters.to_sign_request(request.viewer, request.GET)
    if request.method == "POST":
        return _export_to_sign(request, asked)
    page = selectors.to_sign(request.viewer, asked.filters, on=clock.today(), after=asked.after)
    audit.record_read(
        by=request.viewer, act="agreements.list_to_sign", resident_ids=[one.resident.id for one in page.rows]
    )
    context = presenters.to_sign_page(page, asked, clock.today())
    context["may_export"] = request.viewer.can(permissions.EXPORT)
    context["may_sign"] = permissions.may_sign(request.viewer)
    context["may_refuse"] = request.viewer.can(permissions.RECORD_REFUSAL)
    return render(request, "agreements/to_sign.html", context)


def _export_to_sign(request: HttpRequest, asked: ToSignRequest) -> HttpResponseBase:
    """The page that is shown, or the first of the list as far as a file may go."""
    _require(request, permissions.EXPORT)
    extent, _dash, kind = request.POST.get("export", "page-xlsx").partition("-")
    whole = extent == "all"
    options = {"limit": TO_SIGN_LIMIT} if whole else {"after": asked.after}
    page = selectors.to_sign(request.viewer, asked.filters, on=clock.today(), **options)
    ids = [one.resident.id for one in page.rows]
    details = {"extent": extent, "kind": kind, "filters": {"region": asked.filters.region}, "rows": len(ids)}
    audit.record_read(by=request.viewer, act="agreements.export_to_sign", resident_ids=ids, details=details)
    rows = presenters.to_sign_page(page, asked, clock.today())["rows"]
    note = ExportNote(by=request.viewer.actor_name, at=clock.now(), filters=asked.filter_words)
    file_kind = "csv" if kind == "csv" else "xlsx"
    return export_response(file_kind, name=_("待签名单"), columns=presenters.TO_SIGN_COLUMNS, rows=rows, note=note)


@login_required
@require_http_methods(["GET", "POST"])
def refusals(request: HttpRequest) -> HttpResponseBase:
    """The register of refusals within reach; POST takes it away as a file."""
    _require(request, permissions.RECORD_REFUSAL)
    page = list_page(
        presenters.refusal_list(request.viewer),
        selectors.refusals(request.viewer, is_open=False),
        request.GET,
    )
    if request.method == "POST":
        _require(request, permissions.EXPORT)
        file = ListFile(
            name=_("拒签登记"),
            columns=presenters.REFUSAL_COLUMNS,
            record=lambda taken: record_taken(request, taken, "agreements.export_refusals"),
            rows=lambda rows: (presenters.refusal_row(one, clock.today()) for one in rows),
        )
        return list_file(request, page, file, at=clock.now())
    audit.record_read(
        by=request.viewer, act="agreements.list_refusals", resident_ids=[one.resident_id for one in page.rows]
    )
    page.show(lambda one: presenters.refusal_row(one, clock.today()))
    context = {"page": page, "may_export": request.viewer.can(permissions.EXPORT)}
    return render_list(request, "agreements/refusals.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Record that a resident was asked and does not want to sign."""
    _require(request, permissions.RECORD_REFUSAL)
    resident = people.resident_for(request.viewer, resident_id)
    form = RefusalForm(clock.today(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_refusal(by=request.viewer, resident_id=resident.id, on=clock.today(), **form.cleaned_data)
        except (LawBroken, BadShape) as error:
            form.refuse(error)
        else:
            messages.success(request, _("已登记拒签。"))
            return redirect("workstation:resident", resident.id)
    return render(request, "agreements/refuse.html", {"form": form, "resident": resident})


@login_required
@require_POST
def withdraw_refusal(request: HttpRequest, refusal_id: UUID) -> HttpResponse:
    """The resident has changed their mind."""
    _require(request, permissions.RECORD_REFUSAL)
    services.withdraw_refusal(by=request.viewer, refusal_id=refusal_id, on=clock.today())
    messages.success(request, _("已撤回拒签，可以签约。"))
    return redirect("agreements:refusals")


def _require(request: HttpRequest, permission: str) -> None:
    if not request.viewer.can(permission):
        raise NotVisible
