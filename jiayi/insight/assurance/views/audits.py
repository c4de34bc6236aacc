"""Pages of monthly audits: the samples, one sample with its sheet, one record field by field, and its correction."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.documents.services import pdf_response
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list
from jiayi.insight.assurance import permissions, selectors, services
from jiayi.insight.assurance.forms import CheckForm, CorrectionForm, MonthForm
from jiayi.insight.assurance.models import AuditItem
from jiayi.insight.assurance.presenters import audits as words
from jiayi.insight.assurance.terms import ItemState

TEMPLATE = "insight/assurance/typst/audit_sheet.typ"


@login_required
@require_http_methods(["GET", "POST"])
def audits(request: HttpRequest) -> HttpResponseBase:
    """The samples within reach with how far each has come; POST takes the list away as a file."""
    viewer = request.viewer
    page = list_page(words.audit_list(viewer, request.GET.get("region", "")), selectors.audits(viewer), request.GET)
    if request.method == "POST":
        return _export(request, page, "assurance.export_audits", _("档案审核"), words.AUDIT_COLUMNS, words.audit_row)
    page.show(words.audit_row)
    last = clock.today().replace(day=1) - dt.timedelta(days=1)
    context = {
        "page": page,
        "may_export": viewer.can(permissions.EXPORT),
        "month_form": MonthForm(initial={"month": f"{last:%Y-%m}"}) if viewer.can(permissions.AUDIT) else None,
    }
    return render_list(request, "assurance/audits.html", context)


def _export(request: HttpRequest, page: Any, act: str, name: str, columns: Any, row: Callable) -> HttpResponseBase:
    if not request.viewer.can(permissions.EXPORT):
        raise NotVisible
    file = ListFile(
        name=name,
        columns=columns,
        record=lambda taken: audit.record(by=request.viewer, act=act, details=taken.details()),
        rows=lambda rows: map(row, rows),
    )
    return list_file(request, page, file, at=clock.now())


@login_required
@require_POST
def draw_audits(request: HttpRequest) -> HttpResponse:
    """Draw the samples of a month that are still lacking."""
    if not request.viewer.can(permissions.AUDIT):
        raise NotVisible
    form = MonthForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请按 2026-11 的样子填写月份。"))
        return redirect("assurance:audits")
    month = dt.date.fromisoformat(f"{form.cleaned_data['month']}-01")
    try:
        made = services.draw_audits(by=request.viewer, month=month, on=clock.today())
        messages.success(request, _("已抽取 %(count)s 个村卫生室的样本。") % {"count": len(made)})
    except (BadShape, LawBroken) as error:
        messages.error(request, error.message)
    return redirect("assurance:audits")


@login_required
@require_http_methods(["GET", "POST"])
def audit_sample(request: HttpRequest, audit_id: UUID) -> HttpResponseBase:
    """One sample; whose records they are is shown to those who audit or correct there. POST takes it away."""
    shown = selectors.audit_for(request.viewer, audit_id)
    if not _may_see_names(request, shown):
        raise NotVisible
    page = list_page(words.item_list(), selectors.audit_items(shown), request.GET)
    residents = [item.resident_id for item in page.rows]
    if request.method == "POST":
        audit.record_reads(by=request.viewer, act="assurance.list_audit", resident_ids=residents)
        return _export(request, page, "assurance.export_audit", _("审核样本"), words.ITEM_COLUMNS, words.item_row)
    audit.record_read(by=request.viewer, act="assurance.list_audit", resident_ids=residents)
    page.show(words.item_row)
    context = {"page": page, "audit": words.audit_row(shown), "may_export": request.viewer.can(permissions.EXPORT)}
    context["may_audit"] = permissions.holds(request.viewer, permissions.AUDIT, shown)
    return render_list(request, "assurance/audit.html", context)


def _may_see_names(request: HttpRequest, shown: Any) -> bool:
    held = (permissions.AUDIT, permissions.CORRECT)
    return any(permissions.holds(request.viewer, permission, shown) for permission in held)


@login_required
@require_GET
def audit_sheet(request: HttpRequest, audit_id: UUID) -> HttpResponse:
    """The sheet to take along."""
    shown = selectors.audit_for(request.viewer, audit_id)
    permissions.require(request.viewer, permissions.AUDIT, shown)
    items = list(selectors.audit_items(shown))
    residents = [item.resident_id for item in items]
    audit.record_read(by=request.viewer, act="assurance.print_audit", resident_ids=residents)
    data = words.sheet_data(shown, items, selectors.values_of(items))
    return pdf_response(template=TEMPLATE, data=data, name=f"audit-{shown.month:%Y-%m}")


@login_required
@require_http_methods(["GET", "POST"])
def audit_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """One record: POST enters what was found of each field."""
    item = selectors.audit_item_for(request.viewer, item_id)
    values = selectors.values_of([item])[item.pk]
    rows = words.field_rows(item.record.form, values)
    form = CheckForm(request.POST or None, rows=[(code, label) for code, label, _recorded in rows])
    status = 200
    if request.method == "POST":
        permissions.require(request.viewer, permissions.AUDIT, item.round)
        status = 422
        if form.is_valid():
            recorded = {code: values[code] for code, _label, _shown in rows}
            given = {"took_place": form.cleaned_data["took_place"] == "yes", "note": form.cleaned_data["note"]}
            try:
                services.check_record(
                    by=request.viewer, item_id=item.pk, checks=form.checks, recorded=recorded, on=clock.today(), **given
                )
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("审核结果已登记。"))
                return redirect("assurance:audit_item", item.pk)
    return _item_page(request, item, rows, form, status=status)


def _item_page(request: HttpRequest, item: AuditItem, rows: Any, form: CheckForm, *, status: int) -> HttpResponse:
    audit.record_read(by=request.viewer, act="assurance.read_audit_item", resident_ids=[item.resident_id])
    may_audit = permissions.holds(request.viewer, permissions.AUDIT, item.round)
    may_correct = permissions.holds(request.viewer, permissions.CORRECT, item.round)
    is_pending = item.state == ItemState.PENDING
    pairs = zip(rows, form.pairs(), strict=True)
    context = {
        "item": item,
        "row": words.item_row(item),
        "rows": rows,
        "checks": words.check_rows(item),
        "form": form if may_audit and is_pending else None,
        "inputs": [(row, *inputs) for row, inputs in pairs],
        "correction_form": CorrectionForm() if may_correct and item.state == ItemState.TO_CORRECT else None,
        "return_form": CorrectionForm() if may_audit and item.state == ItemState.CORRECTED else None,
        "is_pending": is_pending,
    }
    return render(request, "assurance/audit_item.html", context, status=status)


@login_required
@require_POST
def audit_step(request: HttpRequest, item_id: UUID, step: str) -> HttpResponse:
    """Report a correction, accept it, or send it back."""
    item = selectors.audit_item_for(request.viewer, item_id)
    acts = {
        "correct": (services.report_correction, permissions.CORRECT, _("更正已登记，等待复核。")),
        "return": (services.return_correction, permissions.AUDIT, _("已退回，重新更正。")),
        "accept": (services.accept_correction, permissions.AUDIT, _("已办结。")),
    }
    if step not in acts:
        raise NotVisible
    service, permission, done = acts[step]
    permissions.require(request.viewer, permission, item.round)
    fields = {} if step == "accept" else {"note": request.POST.get("note", "")}
    try:
        service(by=request.viewer, item_id=item.pk, on=clock.today(), **fields)
        messages.success(request, done)
    except (BadShape, LawBroken) as error:
        messages.error(request, error.message)
    return redirect("assurance:audit_item", item.pk)
