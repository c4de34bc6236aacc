"""The list of agreements: who may see which, the filters, the order."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Agreement

MOST_FOUND = 500  # persons a name may stand for in a filter
_SHARED = ("team", "institution", "responsible_person", "region")


@dataclass(frozen=True, kw_only=True)
class AgreementFilters:
    """What the list is narrowed to; what is left out does not narrow."""

    region: str = ""  # a code and all below it
    team: UUID | None = None
    doctor: UUID | None = None
    states: Sequence[str] = ()
    kind: str = ""
    group: str = ""
    package: str = ""
    unit: str = ""
    channel: str = ""
    signed_from: dt.date | None = None
    signed_to: dt.date | None = None
    ends_from: dt.date | None = None
    ends_to: dt.date | None = None
    number: str = ""  # of the paper, from its beginning
    text: str = ""  # a resident, as people.selectors.search takes it


def visible(viewer: Viewer, permission: str = permissions.READ) -> QuerySet[Agreement]:
    """The agreements that the viewer's posts reach with a permission."""
    reach = permissions.within(viewer.scope(permission))
    return Agreement.objects.none() if reach is None else Agreement.objects.filter(reach)


def agreements(viewer: Viewer, filters: AgreementFilters | None = None) -> QuerySet[Agreement]:
    """The agreements within reach, the latest signed first, with all that a row shows (no query a row)."""
    found = _narrowed(visible(viewer), filters or AgreementFilters())
    if filters and filters.text.strip():
        found = found.filter(resident_id__in=_residents_called(viewer, filters.text))
    # The few teams, places and doctors of a page are read apart: joined, weighing the orders of seven tables against
    # each other takes the server longer than the whole page does.
    found = found.select_related("paper", "resident").prefetch_related("packages", *_SHARED)
    return found.order_by("-signed_on", "-id")


def count_of(viewer: Viewer, filters: AgreementFilters, *, limit: int) -> int:
    """How many agreements within reach, counted to the limit; filters without `text`."""
    return counts_of(viewer, [filters], limit=limit)[0]


def counts_of(viewer: Viewer, asked: Sequence[AgreementFilters], *, limit: int) -> list[int]:
    """The same of several filters: one query, in which each part of the reach is counted from its index."""
    parts = permissions.parts_of(viewer.scope(permissions.READ))
    if not parts:
        return [0] * len(asked)
    legs = [_leg(part, filters, limit) for filters in asked for part in parts]
    counts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS leg)" for sql, _given in legs)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [value for _sql, given in legs for value in given])
        numbers = cursor.fetchone()
    return [min(sum(numbers[place * len(parts) : (place + 1) * len(parts)]), limit) for place in range(len(asked))]


def _leg(part: Q, filters: AgreementFilters, limit: int) -> tuple[str, Sequence[Any]]:
    found = _narrowed(Agreement.objects.filter(part), filters).order_by().values_list("state")
    return found[:limit].query.sql_with_params()


def _narrowed(found: QuerySet[Agreement], filters: AgreementFilters) -> QuerySet[Agreement]:
    exact = {
        "team_id": filters.team,
        "responsible_person_id": filters.doctor,
        "kind": filters.kind,
        "paper__unit": filters.unit,
        "channel": filters.channel,
        "signed_on__gte": filters.signed_from,
        "signed_on__lte": filters.signed_to,
        "ends_on__gte": filters.ends_from,
        "ends_on__lte": filters.ends_to,
        "paper__number__startswith": filters.number.strip(),
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if filters.region:
        found = found.filter(in_region(filters.region))
    if filters.states:
        found = found.filter(state__in=list(filters.states))
    if filters.group:
        found = found.filter(groups__contains=[filters.group])
    if filters.package:
        found = found.filter(package_codes__contains=[filters.package])
    return found


def _residents_called(viewer: Viewer, text: str) -> list[UUID]:
    return [resident.id for resident in people.search(viewer, text, limit=MOST_FOUND).residents]
