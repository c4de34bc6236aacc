"""Correct what was saved, one record or those of a combined visit together; void it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form as Definition
from jiayi.service.care import selectors, services
from jiayi.service.care.forms import RecordForm, VoidForm
from jiayi.service.care.models import Record
from jiayi.service.care.rules import parting
from jiayi.service.care.selectors.definitions import form_for
from jiayi.service.care.terms import Evidence, RecordRequest

from .form_page import form_page, refused


@login_required
@require_http_methods(["GET", "POST"])
def correct_record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The record as it stands, to be corrected: the former version stays."""
    record = selectors.record_for(request.viewer, record_id, to_write=True)
    definition = form_for(request.viewer, record.form, to_write=True)

    def save(asked: RecordRequest, **options: Any) -> object:
        version = int(request.POST.get("version") or 0)
        return services.correct_record(record_id=record.id, version=version, asked=asked, **options)

    return _correct(request, definition, [record], save)


@login_required
@require_http_methods(["GET", "POST"])
def correct_visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The records of a combined visit on one page: those that the answers change get a new version."""
    records = selectors.records_of_visit(request.viewer, visit_id, to_write=True)
    definition = form_for(request.viewer, records[0].form, also=[one.form for one in records[1:]], to_write=True)

    def save(asked: RecordRequest, **options: Any) -> object:
        shown = zip(request.POST.getlist("shown"), request.POST.getlist("version"), strict=False)
        versions = {UUID(one): int(number) for one, number in shown}
        return services.correct_visit(visit_id=visit_id, versions=versions, asked=asked, **options)

    return _correct(request, definition, records, save)


def _correct(request: HttpRequest, definition: Definition, records: Sequence[Record], save: Any) -> HttpResponse:
    resident = records[0].resident
    if request.method == "GET":
        audit.record_read(by=request.viewer, act="care.open_form", resident_ids=[resident.id])
        filled = RecordForm(definition, clock.today(), initial=_standing(definition, records))
        return form_page(request, resident, filled, records=records)
    filled = RecordForm(definition, clock.today(), request.POST)
    if not filled.is_valid():
        return form_page(request, resident, filled, records=records, status=422)
    try:
        save(
            filled.request(resident.id, note=request.POST.get("correction_note", "")[:200]),
            by=request.viewer,
            on=clock.today(),
            at=clock.now(),
            confirmed=frozenset(request.POST.getlist("confirmed")),
        )
    except (BadShape, LawBroken) as error:
        return refused(request, resident, filled, error, records=records)
    messages.success(request, _("已更正，原来的内容保留在历史版本中。"))
    return redirect("care:record", records[0].id)


def _standing(definition: Definition, records: Sequence[Record]) -> dict[str, Any]:
    """What was entered in the records, by the names of the page's fields; what follows from it follows anew."""
    first = records[0]
    values: dict[str, Any] = {
        "visit_on": first.visit_on,
        "mode": first.mode,
        "is_confirmed": first.evidence == Evidence.B,
    }
    parts = parting.every_part(definition, rulebook().forms)
    for record, part in reversed(list(zip(records, parts, strict=True))):
        values |= part.given(selectors.chosen_values(record, part.form))
    return values


@login_required
@require_http_methods(["GET", "POST"])
def void_record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Take back a record that was entered by mistake."""
    record = selectors.record_for(request.viewer, record_id, to_write=True)
    form = VoidForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.void_record(
                by=request.viewer,
                record_id=record.id,
                note=form.cleaned_data["note"],
                on=clock.today(),
                at=clock.now(),
            )
        except (BadShape, LawBroken) as error:
            form.refuse(error)
            status = error.status
        else:
            messages.success(request, _("已作废。"))
            return redirect("care:record", record.id)
    context = {
        "form": form,
        "heading": _("作废服务记录"),
        "action": _("确认作废"),
        "back": ("care:record", record.id),
        "name": record.resident.name,
        "help": _("作废的记录仍可查阅，但不再计入随访、履约和统计。"),
    }
    return render(request, "ui/act.html", context, status=422 if form.errors and status == 200 else status)
