"""Write an order on one screen, with what the rules say of it live beside the form; write it anew after a query."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.service.prescriptions import permissions, presenters, selectors, services
from jiayi.service.prescriptions.forms import OrderForm
from jiayi.service.prescriptions.forms.order import reasons_in, repeated
from jiayi.service.prescriptions.models import Prescription, PrescriptionDraft
from jiayi.service.prescriptions.selectors.judging import prescriber_of
from jiayi.service.prescriptions.terms import State


@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """A new order; `?repeat=` takes over an earlier one, `?draft=` what a hospital handed home."""
    resident = _resident(request, resident_id)
    parent, draft = _parent(request, resident), _draft(request, resident)
    if request.method == "GET":
        audit.record_read(by=request.viewer, act="prescriptions.open_form", resident_ids=[resident.id])
        first = _usual(resident) | (presenters.drafted(draft) if draft else {})
        form = _form(resident, initial=repeated(parent) if parent else first)
        return _page(request, resident, form, parent=parent, draft=draft)
    form = _form(resident, request.POST)
    if not form.is_valid():
        return _page(request, resident, form, parent=parent, draft=draft, status=422)
    asked = form.request(resident.id, parent_id=parent.id if parent else None, draft_id=draft.id if draft else None)
    try:
        order = services.issue_prescription(by=request.viewer, asked=asked, on=clock.today(), at=clock.now())
    except (BadShape, LawBroken) as error:
        form.refuse(error)
        return _page(request, resident, form, parent=parent, draft=draft, status=error.status)
    messages.success(request, _("已开具，等待药师审核。"))
    return redirect("prescriptions:prescription", order.id)


@login_required
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, prescription_id: UUID) -> HttpResponse:
    """An order that no pharmacist has passed yet, to be written anew: the former version stays."""
    order = selectors.prescription_for(request.viewer, prescription_id, permission=permissions.WRITE)
    if order.state not in (State.AUDITING, State.QUERIED):
        raise NotVisible
    if request.method == "GET":
        audit.record_read(by=request.viewer, act="prescriptions.open_form", resident_ids=[order.resident_id])
        return _page(request, order.resident, _form(order.resident, initial=repeated(order)), order=order)
    form = _form(order.resident, request.POST)
    if not form.is_valid():
        return _page(request, order.resident, form, order=order, status=422)
    version = request.POST.get("version", "")
    try:
        services.amend_prescription(
            by=request.viewer,
            prescription_id=order.id,
            version=int(version) if version.isdigit() else 0,
            asked=form.request(order.resident_id),
            note=request.POST.get("note", "")[:200],
            on=clock.today(),
            at=clock.now(),
        )
    except (BadShape, LawBroken) as error:
        form.refuse(error)
        return _page(request, order.resident, form, order=order, status=error.status)
    messages.success(request, _("已改开，等待药师审核；原来的内容保留在历史版本中。"))
    return redirect("prescriptions:prescription", order.id)


@login_required
@require_POST
def judge(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """What the rules say of the fields so far, as they are typed."""
    resident = _resident(request, resident_id)
    form = _form(resident, request.POST)
    form.is_valid()
    asked = form.request(resident.id)
    changed = request.POST.get("order", "")
    found = selectors.judge(
        asked,
        region_code=resident.region_id,
        prescriber=prescriber_of(request.viewer.practitioner_id, clock.today()),
        on=clock.today(),
        except_for=_order_of(resident, changed),
    )
    shown = presenters.judgement_of(found, asked, reasons_in(request.POST))
    return render(request, "prescriptions/judgement.html", {"judgement": shown, "resident_id": resident_id})


def _resident(request: HttpRequest, resident_id: UUID) -> Any:
    return people.resident_for(request.viewer, resident_id, on=clock.today(), permission=permissions.WRITE)


def _form(resident: Any, *arguments: Any, **options: Any) -> OrderForm:
    today = clock.today()
    schemes = organization.schemes_for(resident.region_id, today)
    return OrderForm(today, schemes, *arguments, region_code=resident.region_id, **options)


def _usual(resident: Any) -> dict[str, Any]:
    """The diagnoses that are on record."""
    return {"diagnoses": list(people.facts_of([resident.id], clock.today())[resident.id].groups)}


def _parent(request: HttpRequest, resident: Any) -> Prescription | None:
    """The resident's order that `?repeat=` names; None where it names none."""
    wanted = request.GET.get("repeat", "")
    orders = selectors.prescriptions_of(request.viewer, resident.id) if wanted else []
    return next((one for one in orders if str(one.id) == wanted), None)


def _draft(request: HttpRequest, resident: Any) -> PrescriptionDraft | None:
    """The resident's open draft that `?draft=` names; None where it names none."""
    wanted = request.GET.get("draft", "")
    return next((one for one in selectors.drafts_of(resident.id) if str(one.id) == wanted), None) if wanted else None


def _order_of(resident: Any, wanted: str) -> UUID | None:
    found = (one.id for one in selectors.orders_of(resident.id) if str(one.id) == wanted)
    return next(found, None) if wanted else None


def _page(
    request: HttpRequest,
    resident: Any,
    form: OrderForm,
    *,
    parent: Prescription | None = None,
    order: Prescription | None = None,
    draft: PrescriptionDraft | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "resident": resident,
        "age": people.facts_of([resident.id], clock.today())[resident.id].age,
        "parent": parent,
        "order": order,
        "draft": draft,
        "reasons": reasons_in(request.POST),
        "note": request.POST.get("note", ""),
        "refusal": getattr(form, "refusal", None),
    }
    return render(request, "prescriptions/issue.html", context, status=status)
