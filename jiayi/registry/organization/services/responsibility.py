"""Name who answers for a region on a step of the grid, and end it (S2.6-08)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Practitioner, Region, Responsibility
from jiayi.registry.organization.permissions import AREA_WRITE, INSTITUTION_WRITE
from jiayi.registry.organization.selectors.staff import active_on
from jiayi.registry.organization.services.laws import breach, kept_by, refuse
from jiayi.registry.organization.terms import RegionLevel, ResponsibilityStep


@retrying_atomic
def assign_responsibility(
    *, by: Viewer, region_codes: Sequence[str], step: str, practitioner_id: UUID, starts_on: date
) -> list[Responsibility]:
    """Have a practitioner answer for regions on a step: townships on the first, villages on the others."""
    for code in region_codes:
        _require_over(by, code)
    practitioner = Practitioner.objects.filter(active_on(starts_on), id=practitioner_id).first()
    regions = list(Region.objects.filter(code__in=region_codes))
    if practitioner is None or not regions or len(regions) < len(set(region_codes)):
        raise NotVisible
    level = RegionLevel.TOWNSHIP if ResponsibilityStep(step) == ResponsibilityStep.TOWNSHIP else RegionLevel.VILLAGE
    if any(region.level != level for region in regions):
        refuse(breach("B_STEP_LEVEL", on=starts_on, level=level.label_zh, level_en=level.label_en.lower()))
    named = [_name(region, step, practitioner, starts_on) for region in regions]
    audit.record(
        by=by,
        act="organization.assign_responsibility",
        subject_kind="responsibility",
        subject_ids=[row.id for row in named],
        details={"regions": list(region_codes), "step": step, "practitioner": practitioner_id, "starts_on": starts_on},
    )
    return named


def _name(region: Region, step: str, practitioner: Practitioner, starts_on: date) -> Responsibility:
    words = {"name": practitioner.name, "region": region.name}
    with kept_by({"responsibility_once_at_a_time": lambda: breach("B_ALREADY_RESPONSIBLE", on=starts_on, **words)}):
        return Responsibility.objects.create(region=region, step=step, practitioner=practitioner, starts_on=starts_on)


@retrying_atomic
def end_responsibility(*, by: Viewer, responsibility_id: UUID, ends_on: date) -> None:
    """Give a responsibility its last day; one that has not begun goes."""
    row = Responsibility.objects.select_for_update().filter(id=responsibility_id).first()
    if row is None:
        raise NotVisible
    _require_over(by, row.region_id)
    if row.starts_on > ends_on:
        row.delete()
    else:
        row.ends_on = ends_on
        row.save(update_fields=["ends_on", "updated_at"])
    audit.record(
        by=by,
        act="organization.end_responsibility",
        subject_kind="responsibility",
        subject_ids=[responsibility_id],
        details={"region": row.region_id, "step": row.step, "ends_on": ends_on},
    )


def _require_over(by: Viewer, region_code: str) -> None:
    if not any(by.scope(permission).holds_region(region_code) for permission in (AREA_WRITE, INSTITUTION_WRITE)):
        raise NotVisible
