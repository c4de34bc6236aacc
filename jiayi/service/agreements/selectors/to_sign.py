"""Who is still to be signed, in the order of the scheme, and why each stands where."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import ValueInForce, find_value
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people
from jiayi.registry.people.terms import ResidentStatus
from jiayi.service.agreements import permissions
from jiayi.service.agreements.models import Agreement, Refusal
from jiayi.service.agreements.terms import IN_FORCE, Kind

from .tiers import Tier, tiers_of

PRIORITY = "agreement.sign_priority"
PAGE = 50


@dataclass(frozen=True, kw_only=True)
class ToSignFilters:
    """`region` decides the scheme and the order; refused residents are left out, or shown alone."""

    region: str
    group: str = ""
    only_refused: bool = False


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: the tier (from 0), and the last resident's village, pinyin and id."""

    tier: int
    region: str = ""
    pinyin: str = ""
    resident_id: UUID | None = None


@dataclass(frozen=True)
class ToSign:
    """One resident to be signed; `because` are the groups that put them into the tier."""

    resident: Any  # people.Resident
    tier: int
    because: tuple[str, ...]
    refusal_id: UUID | None


@dataclass(frozen=True)
class ToSignPage:
    """A page, where the next begins (None at the end), the order and the value it rests on."""

    rows: list[ToSign]
    next: Cursor | None
    tiers: tuple[Tier, ...]
    value: ValueInForce | None


def to_sign(
    viewer: Viewer, filters: ToSignFilters, *, on: dt.date, after: Cursor | None = None, limit: int = PAGE
) -> ToSignPage:
    """Unsigned residents who live here, tier by tier; each tier is one bounded query on an index."""
    schemes = organization.schemes_for(filters.region, on)
    value = find_value(PRIORITY, on, schemes)
    tiers = tiers_of(value.value if value else [], filters.region, on, schemes=schemes)
    waiting = unsigned(viewer, filters, on).annotate(refusal_id=Subquery(_open_refusals().values("id")[:1]))
    rows: list[ToSign] = []
    start = after or Cursor(0)
    for tier in tiers[start.tier :]:
        cursor = start if tier.place == start.tier else Cursor(tier.place)
        rows += _rows_of_tier(waiting, tiers, cursor, limit + 1 - len(rows))
        if len(rows) > limit:
            break
    kept = rows[:limit]
    more = _cursor(kept[-1]) if len(rows) > limit else None
    return ToSignPage(_explained(kept, tiers, on), more, tiers, value)


def _rows_of_tier(waiting: QuerySet, tiers: Sequence[Tier], cursor: Cursor, count: int) -> list[ToSign]:
    tier = tiers[cursor.tier]
    found = waiting.filter(tier.condition)
    for earlier in tiers[: tier.place]:
        found = found.exclude(earlier.condition)
    if cursor.resident_id:
        found = found.filter(_after(cursor))
    found = found.order_by("region_id", "name_pinyin", "id")[:count]
    return [ToSign(resident, tier.place, (), resident.refusal_id) for resident in found]


def unsigned(viewer: Viewer, filters: ToSignFilters, on: dt.date) -> QuerySet:
    """Residents living here without a principal agreement in force, within the viewer's reach."""
    if not viewer.can(permissions.READ):
        return people.residents(viewer).none()
    signed = Agreement.objects.filter(resident=OuterRef("pk"), state__in=IN_FORCE).exclude(kind=Kind.SUPPLEMENTARY)
    found = people.residents(viewer, on=on, region=filters.region, group=filters.group)
    found = found.filter(~Exists(signed), status=ResidentStatus.LIVING_HERE)
    refused = Exists(_open_refusals())
    return found.filter(refused if filters.only_refused else ~refused)


def _open_refusals() -> QuerySet[Refusal]:
    return Refusal.objects.filter(resident=OuterRef("pk"), withdrawn_on=None)


def _after(cursor: Cursor) -> Q:
    same_village = Q(region_id=cursor.region)
    later_name = Q(name_pinyin__gt=cursor.pinyin) | Q(name_pinyin=cursor.pinyin, id__gt=cursor.resident_id)
    return Q(region_id__gte=cursor.region) & (Q(region_id__gt=cursor.region) | (same_village & later_name))


def _cursor(row: ToSign) -> Cursor:
    return Cursor(row.tier, row.resident.region_id, row.resident.name_pinyin, row.resident.id)


def _explained(rows: list[ToSign], tiers: Sequence[Tier], on: dt.date) -> list[ToSign]:
    """With the groups that count in each resident's tier; one reading of facts for the page."""
    facts = people.facts_of([row.resident.id for row in rows], on)
    return [
        ToSign(
            row.resident,
            row.tier,
            tuple(group for group in tiers[row.tier].groups if group in facts[row.resident.id].groups),
            row.refusal_id,
        )
        for row in rows
    ]
