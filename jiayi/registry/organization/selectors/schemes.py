"""Which schemes of the rulebook a region follows on a day."""

from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Length

from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.organization.models import Adoption
from jiayi.registry.organization.permissions import reads_directory

from .periods import in_force
from .regions import ancestor_codes

NATIONAL = "national"


def schemes_for(region_code: str, on: date) -> list[str]:
    """The stack of a region on a day: `national`, then what its county, township … adopted, lowest last.

    On one level the later adoption comes later, and so overrides. A scheme adopted on two levels stands once,
    where the lower level puts it. One query.
    """
    adopted = list(
        Adoption.objects.filter(in_force(on), region_id__in=ancestor_codes(region_code))
        .order_by(Length("region_id"), "starts_on", "position", "id")
        .values_list("scheme", flat=True)
    )
    last_first = dict.fromkeys(reversed(adopted))
    return [NATIONAL, *reversed(last_first)]


def adoptions(viewer: Viewer, *, region_code: str | None = None) -> QuerySet[Adoption]:
    """Adoptions, the newest first: all, or those that reach a region (its own and those above it)."""
    if not reads_directory(viewer):
        return Adoption.objects.none()
    found = Adoption.objects.select_related("region").order_by("-starts_on", "-position", "-id")
    return found.filter(region_id__in=ancestor_codes(region_code)) if region_code is not None else found
