"""Name who carries the service together in a region, and end it (S2.9-01, S2.10-11, S3-02, S3-18)."""

from datetime import date
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Coordinator, Region
from jiayi.registry.organization.permissions import INSTITUTION_WRITE
from jiayi.registry.organization.selectors.coordination import coordinator_to_change
from jiayi.registry.organization.terms import CoordinationPart


@retrying_atomic
def name_coordinator(
    *,
    by: Viewer,
    region_code: str,
    part: str,
    seat: str,
    name: str,
    starts_on: date,
    position: str = "",
    phone: str = "",
) -> Coordinator:
    """Put a person into a seat of a region; several may hold the same seat."""
    if not by.scope(INSTITUTION_WRITE).holds_region(region_code):
        raise NotVisible
    region = Region.objects.filter(code=region_code).first()
    if region is None:
        raise NotVisible
    told = {"part": str(CoordinationPart(part)), "seat": seat, "position": position, "starts_on": starts_on}
    made = Coordinator.objects.create(region=region, name=name, phone=phone, **told)
    _record(by, "name_coordinator", made, told)
    return made


@retrying_atomic
def end_coordinator(*, by: Viewer, region_code: str, coordinator_id: UUID, ends_on: date) -> None:
    """The last day of a person in a seat; who has not begun goes."""
    row = coordinator_to_change(by, region_code, coordinator_id)
    _record(by, "end_coordinator", row, {"part": row.part, "seat": row.seat, "ends_on": ends_on})
    if row.starts_on > ends_on:
        row.delete()
        return
    row.ends_on = ends_on
    row.save(update_fields=["ends_on", "updated_at"])


def _record(by: Viewer, act: str, row: Coordinator, details: dict[str, object]) -> None:
    subject = {"subject_kind": "coordinator", "subject_ids": [row.id]}
    audit.record(by=by, act=f"organization.{act}", details={"region": row.region_id, **details}, **subject)
