"""The register of refusals."""

from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base import clock
from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.agreements.models import Refusal


def refusals(viewer: Viewer, *, region: str = "", reason: str = "", is_open: bool = True) -> QuerySet[Refusal]:
    """Refusals of residents within reach, the latest first; open ones unless all are asked for."""
    found = Refusal.objects.filter(people.listed(viewer, clock.today(), key="resident"))
    found = found.select_related("resident__region", "team")
    if region:
        found = found.filter(in_region(region))
    if reason:
        found = found.filter(reason=reason)
    if is_open:
        found = found.filter(withdrawn_on=None)
    return found.order_by("-refused_on", "-id")


def refusals_of_resident(viewer: Viewer, resident_id: UUID) -> list[Refusal]:
    """Every refusal of a resident whom the viewer may see, the latest first."""
    people.resident_for(viewer, resident_id)
    return list(Refusal.objects.filter(resident_id=resident_id).select_related("team").order_by("-refused_on", "-id"))
