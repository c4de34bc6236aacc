"""Pages of devices and kits."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import LawBroken, NotVisible
from jiayi.foundation.ui.lists import list_page
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms import CheckOutForm, DeviceForm
from jiayi.registry.organization.forms.institutions import device_initial
from jiayi.registry.organization.models import Device, Practitioner
from jiayi.registry.organization.permissions import INSTITUTION_WRITE, holds_institution, require_at
from jiayi.registry.organization.presenters import rows
from jiayi.registry.organization.presenters.lists import device_list
from jiayi.registry.organization.terms import DeviceStatus
from jiayi.registry.organization.views.answers import form_page, list_or_file, saved

PUT = (DeviceStatus.IN_STORE, DeviceStatus.UNDER_REPAIR, DeviceStatus.RETIRED)


@require_http_methods(["GET", "POST"])
def devices(request: HttpRequest) -> HttpResponseBase:
    """Devices of the institutions that the viewer manages, or those the viewer holds."""
    viewer = request.viewer
    if not viewer.can(INSTITUTION_WRITE) and viewer.practitioner_id is None:
        raise NotVisible
    page = list_page(device_list(viewer), selectors.devices(viewer), request.GET)
    return list_or_file(
        request,
        page,
        template="organization/devices.html",
        present=rows.device_row,
        name=_("设备"),
        act="organization.export_devices",
        columns=rows.DEVICE_COLUMNS,
        context={"may_write": viewer.can(INSTITUTION_WRITE)},
    )


@require_http_methods(["GET", "POST"])
def new_device(request: HttpRequest) -> HttpResponse:
    """Enter a device."""
    if not request.viewer.can(INSTITUTION_WRITE):
        raise NotVisible
    places = selectors.managed_institutions(request.viewer)
    form = DeviceForm(request.POST or None, places=places, initial={"institution": request.GET.get("institution")})
    if request.method == "POST" and form.is_valid():
        place = form.cleaned_data["institution"]
        made = saved(
            form,
            lambda: services.register_device(by=request.viewer, institution_id=place.id, fields=form.service_fields()),
        )
        if made:
            messages.success(request, _("设备已登记。"))
            return redirect("organization:device", made.id)
    return form_page(request, "organization/form.html", form, {"heading": _("登记设备"), "action": _("登记设备")})


@require_http_methods(["GET", "POST"])
def device(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """One device: its data, who holds it, and how it is given out and taken back."""
    viewer = request.viewer
    shown = selectors.device_for(viewer, device_id)
    may_write = holds_institution(viewer.scope(INSTITUTION_WRITE), shown.institution)
    if request.method == "POST":
        require_at(viewer, INSTITUTION_WRITE, shown.institution)
    form = DeviceForm(request.POST or None, initial=device_initial(shown))
    if request.method == "POST" and form.is_valid():
        saved(form, lambda: services.change_device(by=viewer, device_id=shown.id, fields=form.service_fields()))
        messages.success(request, _("已保存。"))
        return redirect("organization:device", shown.id)
    context = _context(shown) | {"may_write": may_write}
    return form_page(request, "organization/device.html", form, context)


def _context(shown: Device) -> dict:
    return {
        "device": shown,
        "row": rows.device_row(shown),
        "check_out": CheckOutForm(staff=_staff(shown)),
        "states": [(code, words) for code, words in options_of(PUT) if code != shown.status],
    }


def _staff(shown: Device):
    found = Practitioner.objects.filter(selectors.active_on(clock.today()), institution_id=shown.institution_id)
    return found.select_related("institution").order_by("name_pinyin", "id")


@require_POST
def check_out_device(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Give a device to a holder."""
    shown = selectors.device_for(request.viewer, device_id)
    require_at(request.viewer, INSTITUTION_WRITE, shown.institution)
    form = CheckOutForm(request.POST, staff=_staff(shown))
    if form.is_valid():
        holder = form.cleaned_data["holder"]
        done = saved(
            form,
            lambda: services.check_out_device(
                by=request.viewer, device_id=shown.id, holder_id=holder.id, on=clock.today()
            ),
        )
        if done:
            messages.success(request, _("已由%(name)s领用。") % {"name": holder.name})
            return redirect("organization:device", shown.id)
    context = _context(shown) | {"check_out": form, "may_write": True}
    context["form"] = DeviceForm(initial=device_initial(shown))
    status = form.refusal.status if hasattr(form, "refusal") else 422
    return render(request, "organization/device.html", context, status=status)


@require_POST
def put_device(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Take a device back, send it to repair, or retire it."""
    shown = selectors.device_for(request.viewer, device_id)
    require_at(request.viewer, INSTITUTION_WRITE, shown.institution)
    status = request.POST.get("status", "")
    if status not in PUT:
        raise NotVisible
    try:
        services.put_device(by=request.viewer, device_id=shown.id, status=status, on=clock.today())
        messages.success(request, _("设备现在：%(status)s") % {"status": label_of(DeviceStatus, status)})
    except LawBroken as error:
        messages.error(request, error.message)
    return redirect("organization:device", shown.id)
