"""Values over time."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import Observation
from jiayi.service.care.terms import MEASURED

MOST_POINTS = 200


def last_values(
    viewer: Viewer, resident_ids: Iterable[UUID], codes: Collection[str]
) -> dict[UUID, dict[str, Observation]]:
    """The latest value of each code by resident; those of restricted records only for who may read them. One query.

    The caller has found the residents for its viewer.
    """
    rows = Observation.objects.filter(resident_id__in=list(resident_ids), code__in=codes, is_voided=False)
    if not viewer.can(permissions.READ_RESTRICTED):
        rows = rows.exclude(record__is_restricted=True)
    found: dict[UUID, dict[str, Observation]] = defaultdict(dict)
    for row in rows.order_by("resident_id", "code", "-at").distinct("resident_id", "code"):
        found[row.resident_id][row.code] = row
    return found


def trends(viewer: Viewer, resident_id: UUID, codes: Collection[str]) -> dict[str, list[Observation]]:
    """The latest numbers of a resident by code, the oldest first; NotVisible where no records may be seen."""
    people.resident_for(viewer, resident_id, permission=permissions.READ)
    found: dict[str, list[Observation]] = defaultdict(list)
    rows = Observation.objects.filter(resident_id=resident_id, code__in=codes, is_voided=False, number__isnull=False)
    if not viewer.can(permissions.READ_RESTRICTED):
        rows = rows.exclude(record__is_restricted=True)
    for row in reversed(rows.order_by("-at")[: MOST_POINTS * len(codes)]):
        found[row.code].append(row)
    return found


def measured_on(viewer: Viewer, resident_id: UUID, on: dt.date) -> dict[str, Observation]:
    """What device and clinic system measured on a day, by code the latest; NotVisible where no records may be seen."""
    people.resident_for(viewer, resident_id, permission=permissions.READ)
    begins = dt.datetime.combine(on, dt.time(), clock.SHANGHAI)
    rows = Observation.objects.filter(resident_id=resident_id, source__in=MEASURED, is_voided=False)
    rows = rows.filter(at__gte=begins, at__lt=begins + dt.timedelta(days=1), number__isnull=False)
    return {row.code: row for row in rows.order_by("at", "id")}
