"""The counter: scan a prescription, give out, register receipt, take back."""

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
from jiayi.foundation.base.errors import NotVisible
from jiayi.service.prescriptions import permissions, presenters, selectors, services
from jiayi.service.prescriptions.forms import DispenseForm, ReceiptForm, ReturnForm, ScanForm
from jiayi.service.prescriptions.models import Dispensing, Prescription
from jiayi.service.prescriptions.terms import ReturnReason

from .auditing import done


@login_required
@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Where a scanner types the code of a paper and Enter; what was given out here today stands below."""
    if not request.viewer.can(permissions.DISPENSE):
        raise NotVisible
    form = ScanForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                order = selectors.by_code(request.viewer, form.cleaned_data["code"])
            except NotVisible:
                form.add_error("code", _("没有这个编号的处方，请核对。"))
            else:
                return redirect("prescriptions:dispense", order.id)
    given = selectors.given_on(request.viewer, clock.today())
    if given:
        shown = {one.prescription.resident_id for one in given}
        audit.record_read(by=request.viewer, act="prescriptions.list_given", resident_ids=shown)
    return render(request, "prescriptions/counter.html", {"form": form, "given": given}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def dispense(request: HttpRequest, prescription_id: UUID) -> HttpResponse:
    """What may be given out, and giving it out."""
    order = selectors.prescription_for(request.viewer, prescription_id, permission=permissions.DISPENSE)
    supply = selectors.supply_of(order, on=clock.today())
    places = _places(request, order)
    form = DispenseForm(supply, places, request.POST or None)
    status = 200
    if request.method == "POST":
        status = done(
            form,
            lambda data: services.dispense(
                by=request.viewer,
                asked=form.request(order.id),
                institution_id=UUID(data["institution"]),
                on=clock.today(),
                at=clock.now(),
            ),
        )
        if not status:
            messages.success(request, _("已发药。"))
            return redirect("prescriptions:prescription", order.id)
    else:
        audit.record_read(by=request.viewer, act="prescriptions.open_counter", resident_ids=[order.resident_id])
    context = {
        "form": form,
        "page": presenters.dispense_page(order, supply),
        "benefit": selectors.benefit_of(order, on=clock.today()),
        "refusal": getattr(form, "refusal", None),
        "is_active": order.state == "active",
    }
    return render(request, "prescriptions/dispense.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, dispensing_id: UUID) -> HttpResponse:
    """A delivery has arrived."""
    given = _given(request, dispensing_id)
    form = ReceiptForm(clock.today(), request.POST or None)
    status = 200
    if request.method == "POST":
        status = done(
            form,
            lambda data: services.confirm_receipt(by=request.viewer, dispensing_id=given.id, on=clock.today(), **data),
        )
        if not status:
            messages.success(request, _("已登记签收。"))
            return redirect("prescriptions:prescription", given.prescription_id)
    return _act(request, given, form, status, heading=_("登记签收"), action=_("登记"), help_text="")


@login_required
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, dispensing_id: UUID) -> HttpResponse:
    """Medicine comes back."""
    given = _given(request, dispensing_id)
    form = ReturnForm(given, request.POST or None)
    status = 200
    if request.method == "POST":
        status = done(
            form,
            lambda data: services.take_back(
                by=request.viewer,
                dispensing_id=given.id,
                days=data["days"],
                quantities=form.quantities(),
                reason=ReturnReason(data["reason"]),
                note=data["note"],
                submission_id=data["submission_id"],
                on=clock.today(),
                at=clock.now(),
            ),
        )
        if not status:
            messages.success(request, _("已登记退药。"))
            return redirect("prescriptions:prescription", given.prescription_id)
    words = _("只有配送未送达的药可以退回库存，其他退药登记后按规定销毁。")
    return _act(request, given, form, status, heading=_("登记退药"), action=_("登记"), help_text=words)


def _places(request: HttpRequest, order: Prescription) -> list[tuple[str, str]]:
    """Where the viewer gives out: their institutions, that of the order first."""
    found = selectors.institutions_with_stock(request.viewer, permissions.DISPENSE)
    there = sorted(found[:200], key=lambda one: (one.id != order.institution_id, one.code))
    return [(str(one.id), one.name) for one in there]


def _given(request: HttpRequest, dispensing_id: UUID) -> Dispensing:
    return selectors.dispensing_for(request.viewer, dispensing_id, permission=permissions.DISPENSE)


def _act(
    request: HttpRequest, given: Dispensing, form: Any, status: int, *, heading: str, action: str, help_text: str
) -> HttpResponse:
    if request.method == "GET":
        residents = [given.prescription.resident_id]
        audit.record_read(by=request.viewer, act="prescriptions.open_act", resident_ids=residents)
    context = {
        "form": form,
        "heading": heading,
        "action": action,
        "back": ("prescriptions:prescription", given.prescription_id),
        "name": given.prescription.resident.name,
        "help": help_text,
    }
    return render(request, "ui/act.html", context, status=status)
