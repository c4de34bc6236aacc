"""Who carries the service together in a region, and which seats the documents ask for are empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.periods import in_force
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.foundation.rulebook.values import ValueInForce
from jiayi.registry.organization.models import Coordinator
from jiayi.registry.organization.permissions import INSTITUTION_WRITE
from jiayi.registry.organization.terms import CoordinationPart

from .schemes import schemes_for

ASKED = {
    CoordinationPart.LEADING_GROUP: "contract_service.leading_group",
    CoordinationPart.DEPARTMENT: "contract_service.departments",
    CoordinationPart.HELPER: "team.local_helpers",
    CoordinationPart.OFFICE: "tiered_care.offices",
}


@dataclass(frozen=True)
class Seat:
    """A seat with those who hold it; asked for by a document or not."""

    code: str
    is_asked: bool
    holders: Sequence[Coordinator]


@dataclass(frozen=True)
class Seats:
    """The seats of one part, those asked for first; `because` is the value that asks, where one does."""

    part: CoordinationPart
    because: ValueInForce | None
    seats: Sequence[Seat]


def coordination(region_code: str, on: date) -> list[Seats]:
    """Every part with its seats and holders on a day. One query besides those of the schemes."""
    schemes = schemes_for(region_code, on)
    held: dict[str, dict[str, list[Coordinator]]] = {}
    for one in Coordinator.objects.filter(in_force(on), region_id=region_code).order_by("starts_on", "id"):
        held.setdefault(one.part, {}).setdefault(one.seat, []).append(one)
    return [_seats(part, find_value(key, on, schemes), held.get(part, {})) for part, key in ASKED.items()]


def _seats(part: CoordinationPart, found: ValueInForce | None, held: dict[str, list[Coordinator]]) -> Seats:
    asked = list(found.value) if found else []
    further = [code for code in held if code not in asked]
    return Seats(part, found, [Seat(code, code in asked, held.get(code, [])) for code in [*asked, *further]])


def coordinator_to_change(viewer: Viewer, region_code: str, coordinator_id: UUID) -> Coordinator:
    """One of a region that the viewer keeps, locked."""
    found = Coordinator.objects.select_for_update().filter(id=coordinator_id, region_id=region_code).first()
    if found is None or not viewer.scope(INSTITUTION_WRITE).holds_region(region_code):
        raise NotVisible
    return found
