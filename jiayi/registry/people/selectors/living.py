"""Everybody of a group who lives somewhere, for work that no person looks at: the daily job and bulk acts."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from jiayi.registry.people.models import Resident
from jiayi.registry.people.terms import ResidentStatus

from .group_filter import in_any_group


def living_members(groups: Sequence[str], *, regions: Sequence[str], on: date) -> QuerySet[Resident]:
    """Residents of these villages, all under one stack of schemes, who are in one of the groups on the day.

    No viewer: the caller acts for the system.
    """
    found = Resident.objects.filter(region_id__in=regions, merged_into=None, status=ResidentStatus.LIVING_HERE)
    return found.filter(in_any_group(groups, regions[0], on))
