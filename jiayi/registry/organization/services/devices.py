"""Keep devices and kits: register, check out to a holder, take back, repair, retire."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Device, Institution, Practitioner
from jiayi.registry.organization.permissions import INSTITUTION_WRITE, require_at
from jiayi.registry.organization.selectors.staff import active_on
from jiayi.registry.organization.services.changes import apply_changes
from jiayi.registry.organization.services.laws import breach, refuse
from jiayi.registry.organization.terms import DeviceStatus

FIELDS = ("kind", "name", "model", "serial_number", "acquired_on", "checked_on")


@retrying_atomic
def register_device(*, by: Viewer, institution_id: UUID, fields: Mapping[str, Any]) -> Device:
    """Enter a device into an institution's store."""
    institution = Institution.objects.filter(id=institution_id, closed_on=None).first()
    if institution is None:
        raise NotVisible
    require_at(by, INSTITUTION_WRITE, institution)
    device = Device(institution=institution, status=DeviceStatus.IN_STORE)
    changes = apply_changes(device, fields, FIELDS)
    device.save(force_insert=True)
    _record(by, "organization.register_device", device, {"fields": sorted(changes)})
    return device


@retrying_atomic
def change_device(*, by: Viewer, device_id: UUID, fields: Mapping[str, Any]) -> Device:
    """Change what is given of FIELDS."""
    device = _kept_device(by, device_id)
    changes = apply_changes(device, fields, FIELDS)
    device.save()
    _record(by, "organization.change_device", device, {"fields": changes})
    return device


@retrying_atomic
def check_out_device(*, by: Viewer, device_id: UUID, holder_id: UUID, on: date) -> Device:
    """Give a device that lies in store to a practitioner of its institution."""
    device = _kept_device(by, device_id)
    if device.status != DeviceStatus.IN_STORE:
        refuse(breach("B_DEVICE_NOT_IN_STORE", on=on, name=device.name))
    holder = Practitioner.objects.filter(active_on(on), id=holder_id, institution_id=device.institution_id).first()
    if holder is None:
        raise NotVisible
    device.status, device.holder, device.held_since = DeviceStatus.IN_USE, holder, on
    device.save()
    _record(by, "organization.check_out_device", device, {"holder": holder_id, "on": on})
    return device


@retrying_atomic
def put_device(*, by: Viewer, device_id: UUID, status: str, on: date) -> Device:
    """Take a device back from its holder, or put it to repair, into shared use, or out of use."""
    device = _kept_device(by, device_id)
    before = {"status": device.status, "holder": device.holder_id}
    if device.status == DeviceStatus.RETIRED:
        refuse(breach("B_DEVICE_RETIRED", on=on, name=device.name))
    device.status, device.holder, device.held_since = DeviceStatus(status), None, None
    device.save()
    _record(by, "organization.put_device", device, {"before": before, "status": status, "on": on})
    return device


def _kept_device(by: Viewer, device_id: UUID) -> Device:
    rows = Device.objects.select_for_update(of=("self",)).select_related("institution")
    device = rows.filter(id=device_id).first()
    if device is None:
        raise NotVisible
    require_at(by, INSTITUTION_WRITE, device.institution)
    return device


def _record(by: Viewer, act: str, device: Device, details: Mapping[str, Any]) -> None:
    audit.record(by=by, act=act, subject_kind="device", subject_ids=[device.id], details=details)
