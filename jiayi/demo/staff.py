"""Who acts in a demonstration: somebody of the staff, as the services see them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from jiayi.foundation.base.viewer import SystemViewer
from jiayi.registry.organization.models import Practitioner


@dataclass(frozen=True)
class Actor(SystemViewer):
    """Somebody of the staff."""

    practitioner_id: UUID | None = None  # type: ignore[assignment]


def staff_of(institution_id: UUID, role: str, *, titles: Collection[str] = (), place: int = 0) -> Actor | None:
    """Somebody with a role at an institution; None where nobody has it."""
    rows = Practitioner.objects.filter(institution_id=institution_id, roles__contains=[role], left_on=None)
    rows = rows.filter(title__in=titles) if titles else rows
    found = rows.order_by("id")[place : place + 1].first()
    return Actor(found.name, practitioner_id=found.id) if found else None
