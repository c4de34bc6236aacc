"""The stock of an institution: lots, receiving, writing off, counting."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.ui.lists import ListFile, list_file, list_page, render_list
from jiayi.service.prescriptions import permissions, presenters, selectors, services
from jiayi.service.prescriptions.forms import CountForm, ReceiveForm, WriteOffForm

from .auditing import done


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The institutions whose stock the viewer may see; straight to the only one."""
    if not request.viewer.can(permissions.STOCK_READ):
        raise NotVisible
    there = list(selectors.institutions_with_stock(request.viewer)[:300])
    if len(there) == 1:
        return redirect("prescriptions:stock", there[0].id)
    counts = selectors.lot_counts([one.id for one in there], on=clock.today())
    return render(request, "prescriptions/stock_home.html", {"rows": [(one, counts.get(one.id)) for one in there]})


@login_required
@require_http_methods(["GET", "POST"])
def lots(request: HttpRequest, institution_id: UUID) -> HttpResponseBase:
    """The lots of one institution; POST takes the list away as a file."""
    rows = selectors.lots(request.viewer, institution_id)
    institution = selectors.institutions_with_stock(request.viewer).get(pk=institution_id)
    row_of = partial(presenters.stock_row, on=clock.today())
    page = list_page(presenters.stock_list(clock.today()), rows, request.GET)
    if request.method == "POST":
        file = ListFile(
            name=_("药品库存"),
            columns=presenters.STOCK_COLUMNS,
            record=lambda taken: None,  # no personal data
            rows=lambda found: (row_of(one) for one in found),
        )
        return list_file(request, page, file, at=clock.now())
    context = {
        "page": page.show(row_of),
        "institution": institution,
        "may_write": _keeps(request, institution_id),
        "may_export": True,
    }
    return render_list(request, "prescriptions/stock.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, institution_id: UUID) -> HttpResponse:
    """A lot has come in."""
    if not _keeps(request, institution_id):
        raise NotVisible
    institution = selectors.institutions_with_stock(request.viewer).get(pk=institution_id)
    form = ReceiveForm(request.POST or None, region_code=institution.region_id)
    status = 200
    if request.method == "POST":
        status = done(
            form,
            lambda data: services.receive_stock(
                by=request.viewer,
                institution_id=institution_id,
                on=clock.today(),
                at=clock.now(),
                **form.received(),
            ),
        )
        if not status:
            messages.success(request, _("已入库。"))
            return redirect("prescriptions:stock", institution_id)
    context = {
        "form": form,
        "heading": _("药品入库"),
        "action": _("入库"),
        "back": ("prescriptions:stock", institution_id),
        "name": institution.name,
        "help": _("同一批号再次入库时数量相加。"),
    }
    return render(request, "ui/act.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def lot(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """One lot: its movements, writing off and counting."""
    found = selectors.lot_for(request.viewer, lot_id)
    may_write = _keeps(request, found.institution_id)
    write_off, count = WriteOffForm(), CountForm(initial={"counted": found.on_hand})
    status = 200
    if request.method == "POST":
        if not may_write:
            raise NotVisible
        is_count = "counted" in request.POST
        form = CountForm(request.POST) if is_count else WriteOffForm(request.POST)
        act = services.adjust_stock if is_count else services.write_off_stock
        keep = partial(act, by=request.viewer, lot_id=found.id, on=clock.today(), at=clock.now())
        status = done(form, lambda data: keep(**data))
        if not status:
            messages.success(request, _("已登记。"))
            return redirect("prescriptions:lot", found.id)
        write_off, count = (write_off, form) if is_count else (form, count)
    context = {
        "lot": presenters.stock_row(found, on=clock.today()),
        "institution": found.institution,
        "movements": presenters.movement_rows(selectors.movements_of(found)),
        "write_off_form": write_off,
        "count_form": count,
        "may_write": may_write,
    }
    return render(request, "prescriptions/lot.html", context, status=status)


def _keeps(request: HttpRequest, institution_id: UUID) -> bool:
    keeping = selectors.institutions_with_stock(request.viewer, permissions.STOCK_WRITE)
    return keeping.filter(pk=institution_id).exists()
