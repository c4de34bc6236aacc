"""What the stock is short of, minimum levels, and requests to the county."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import BadShape, LawBroken, NotVisible
from jiayi.foundation.ui.acting import answer_form, do_and_return
from jiayi.foundation.ui.exports import ExportNote, export_response
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list
from jiayi.service.prescriptions import permissions, presenters, selectors, services
from jiayi.service.prescriptions.forms import MinimumForm, SendForm, SupplyForm, SupplyNoteForm
from jiayi.service.prescriptions.models import SupplyRequest

ENDS = {"decline": services.decline_supply, "cancel": services.cancel_supply}


@login_required
@require_http_methods(["GET", "POST"])
def stock_needs(request: HttpRequest, institution_id: UUID) -> HttpResponseBase:
    """Stock against minimum, use and what comes due, with a suggested order; POST takes it away as a file."""
    found = selectors.needs(request.viewer, institution_id, on=clock.today())
    only_short = request.GET.get("all") != "1"
    rows = [presenters.need_row(one) for one in found if one.is_short or not only_short]
    institution = selectors.institutions_with_stock(request.viewer).get(pk=institution_id)
    if request.method == "POST":
        note = ExportNote(request.viewer.actor_name, clock.now(), institution.name)
        return export_response(
            "csv" if request.POST.get("export", "").endswith("csv") else "xlsx",
            name=_("建议采购"),
            columns=presenters.NEED_COLUMNS,
            rows=rows,
            note=note,
        )
    context = {
        "rows": rows,
        "only_short": only_short,
        "institution": institution,
        "may_write": _keeps(request, institution_id),
    }
    return render(request, "prescriptions/stock_needs.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def stock_minimum(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Set of how many units to be warned."""
    if not _keeps(request, institution_id):
        raise NotVisible
    institution = selectors.institutions_with_stock(request.viewer).get(pk=institution_id)
    initial = {"drug": request.GET.get("drug", "")}
    form = MinimumForm(request.POST or None, initial=initial, region_code=institution.region_id)
    words = {"heading": _("设置最低库存"), "action": _("保存"), "done": _("已保存。"), "subject": institution.name}
    return answer_form(
        request,
        form,
        lambda: services.set_minimum(by=request.viewer, institution_id=institution_id, **form.given()),
        back=reverse("prescriptions:stock_needs", args=[institution_id]),
        words=words,
    )


@login_required
@require_http_methods(["GET", "POST"])
def supply_requests(request: HttpRequest) -> HttpResponseBase:
    """Requests to the county, ours and those that we answer; POST takes the list away."""
    if not request.viewer.can(permissions.STOCK_READ):
        raise NotVisible
    rows = selectors.supply_requests(request.viewer).prefetch_related("lines")
    page = list_page(presenters.supply_list(), rows, request.GET)
    if request.method == "POST":
        file = ListFile(
            name=_("药品申领"),
            columns=presenters.SUPPLY_COLUMNS,
            record=lambda taken: None,  # no personal data
            rows=lambda some: (presenters.supply_row(one) for one in some),
        )
        return list_file(request, page, file, at=clock.now())
    context = {"page": page.show(presenters.supply_row), "may_export": True}
    return render_list(request, "prescriptions/supply_requests.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def ask_supply(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """Ask the county; what is short stands in the form already."""
    if not _keeps(request, institution_id):
        raise NotVisible
    suppliers = list(selectors.suppliers(request.viewer, institution_id))
    initial: dict[str, Any] = {}
    if request.method == "GET":
        short = [one for one in selectors.needs(request.viewer, institution_id, on=clock.today()) if one.suggested]
        shown = [presenters.need_row(one) for one in short[:30]]
        initial["lines"] = [{"drug": one["code"], "quantity": one["suggested"]} for one in shown]
        initial["to_institution"] = _first_of(suppliers)
    institution = selectors.institutions_with_stock(request.viewer).get(pk=institution_id)
    form = SupplyForm(request.POST or None, suppliers=suppliers, initial=initial, region_code=institution.region_id)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = services.ask_supply(
                    by=request.viewer,
                    from_institution_id=institution_id,
                    to_institution_id=UUID(form.cleaned_data["to_institution"]),
                    wanted=form.wanted(),
                    reason=form.cleaned_data["reason"],
                    submission_id=form.cleaned_data["submission_id"],
                    on=clock.today(),
                )
            except (BadShape, LawBroken) as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("已提交申领。"))
                return redirect("prescriptions:supply_request", made.id)
    context = {
        "form": form,
        "institution": institution,
    }
    return render(request, "prescriptions/ask_supply.html", context, status=status)


@login_required
@require_GET
def supply_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: what was asked, sent, received, and what may be done."""
    found = selectors.supply_request_for(request.viewer, request_id)
    context = {
        "page": presenters.supply_page(found),
        "may_answer": _keeps(request, found.to_institution_id),
        "may_receive": _keeps(request, found.from_institution_id),
    }
    return render(request, "prescriptions/supply_request.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def send_supply(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The county sends units of each line."""
    found = _answered_by(request, request_id)
    labels = {line.id: presenters.line_label(line) for line in found.lines.all()}
    form = SendForm(found, labels, request.POST or None)
    send = partial(services.send_supply, by=request.viewer, request_id=found.id, on=clock.today(), at=clock.now())
    words = {
        "heading": _("发出药品"),
        "action": _("发出"),
        "done": _("已发出，等待收货。"),
        "subject": found.from_institution.name,
        "help": _("按先到期先发从本院批次中扣减。"),
    }
    back = reverse("prescriptions:supply_request", args=[found.id])
    return answer_form(request, form, lambda: send(quantities=form.quantities()), back=back, words=words)


@login_required
@require_POST
def receive_supply(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """What was sent has arrived."""
    found = selectors.supply_request_for(request.viewer, request_id)
    act = partial(services.receive_supply, by=request.viewer, request_id=found.id, on=clock.today(), at=clock.now())
    back = reverse("prescriptions:supply_request", args=[found.id])
    return do_and_return(request, act, back=back, done=_("已收货入库。"))


@login_required
@require_http_methods(["GET", "POST"])
def end_supply(request: HttpRequest, request_id: UUID, act: str) -> HttpResponse:
    """The county cannot, or it is not needed any more."""
    found = selectors.supply_request_for(request.viewer, request_id)
    side = found.to_institution_id if act == "decline" else found.from_institution_id
    if act not in ENDS or not _keeps(request, side):
        raise NotVisible
    form = SupplyNoteForm(request.POST or None)
    heading = _("不能供应") if act == "decline" else _("取消申领")
    end = partial(ENDS[act], by=request.viewer, request_id=found.id, on=clock.today())
    words = {"heading": heading, "action": heading, "done": _("已登记。"), "subject": found.from_institution.name}
    back = reverse("prescriptions:supply_request", args=[found.id])
    return answer_form(request, form, lambda: end(note=form.cleaned_data["note"]), back=back, words=words)


def _answered_by(request: HttpRequest, request_id: UUID) -> SupplyRequest:
    found = selectors.supply_request_for(request.viewer, request_id)
    if not _keeps(request, found.to_institution_id):
        raise NotVisible
    return found


def _keeps(request: HttpRequest, institution_id: UUID) -> bool:
    keeping = selectors.institutions_with_stock(request.viewer, permissions.STOCK_WRITE)
    return keeping.filter(pk=institution_id).exists()


def _first_of(suppliers: list[Any]) -> str:
    """The only one, or the only one of the own consortium."""
    near = [one for one in suppliers if one.is_near] or suppliers
    return str(near[0].id) if len(near) == 1 else ""
