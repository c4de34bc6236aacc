"""Residents a viewer may see: one, and lists of them."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.names import comparable_name
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people.models import CareRelation, Departure, GroupMembership, Resident
from jiayi.registry.people.permissions import (
    READ_RESTRICTED,
    RESIDENT_READ,
    RESIDENT_WRITE,
    VISIT_LIST_READ,
    WRITE_RESTRICTED,
)
from jiayi.registry.people.terms import ResidentStatus
from jiayi.registry.people.visibility import gaps_between, in_regions, is_open, places_of, visible

from .group_filter import in_group, latest_birth

OUTSIDE_LIMIT = 5_000


def residents(
    viewer: Viewer,
    *,
    on: date | None = None,
    region: str = "",
    name: str = "",
    group: str = "",
    sex: str = "",
    age_from: int | None = None,
    age_to: int | None = None,
    status: str = "",
    residence_kind: str = "",
    household: UUID | None = None,
) -> QuerySet[Resident]:
    """Residents by village and name; ages in completed years on the day. Merged records are left out."""
    day = on or clock.today()
    found = Resident.objects.filter(listed(viewer, day), merged_into=None).order_by("region_id", "name_pinyin", "id")
    if region:
        found = in_region(found, region)
    if name:
        found = found.filter(name_key__contains=comparable_name(name)).filter(_holds_characters(name))
    if group:
        found = found.filter(in_group(group, region, day))
    found = _of_ages(found, age_from, age_to, day)
    exact = {"sex": sex, "status": status, "residence_kind": residence_kind, "household_id": household}
    return found.filter(**{column: value for column, value in exact.items() if value})


def residents_among(
    viewer: Viewer, ids: Iterable[UUID], *, wards: bool = False, permission: str = RESIDENT_READ
) -> list[Resident]:
    """Those of the ids whom the viewer may see, and with `wards` those whose guardian is one of them. Two queries."""
    wanted = list(ids)
    of_them = Q(pk__in=wanted) | Q(guardian_id__in=wanted) if wards else Q(pk__in=wanted)
    rows = Resident.objects.filter(of_them, listed(viewer, clock.today(), permission), merged_into=None)
    return list(rows.select_related("region").order_by("birth_date", "id"))


def residents_to_visit(viewer: Viewer, *, on: date) -> QuerySet[Resident]:
    """Who lives where the viewer helps with visits (S0-14), by village and address; what is shown stays narrow."""
    here = {"merged_into": None, "status": ResidentStatus.LIVING_HERE}
    found = Resident.objects.filter(listed(viewer, on, VISIT_LIST_READ), **here)
    return found.order_by("region_id", "address", "id")


def in_region(rows: QuerySet, code: str) -> QuerySet:
    """Those of the rows (residents, or what carries their region) that belong to a region or to one below it."""
    return rows.filter(in_regions((code,)))


def narrow(
    rows: QuerySet[Resident], *, on: date, region: str = "", group: str = "", ages: str = ""
) -> QuerySet[Resident]:
    """The members of a group (by the schemes of the region), and an age band such as "65-74" or "90-"."""
    if group:
        rows = rows.filter(in_group(group, region, on))
    if ages:
        first, _, last = ages.partition("-")
        rows = _of_ages(rows, int(first), int(last) if last else None, on)
    return rows


def _of_ages(rows: QuerySet[Resident], first: int | None, last: int | None, on: date) -> QuerySet[Resident]:
    if first is not None:
        rows = rows.filter(birth_date__lte=latest_birth(on, 12 * first))
    if last is not None:
        rows = rows.filter(birth_date__gt=latest_birth(on, 12 * last + 12))
    return rows


def _holds_characters(text: str) -> Q:
    """Names that hold all the characters: what the index over characters answers."""
    return Q(name_key__holds_characters=list(dict.fromkeys(comparable_name(text))))


def listed(viewer: Viewer, on: date, permission: str = RESIDENT_READ, *, key: str = "pk") -> Q:
    """As `visible`, in the form that lists need: the few residents outside of the regions are named by id.

    An OR with a subquery would make PostgreSQL walk the whole index in order; with ids it joins two indexes.
    One query, none for a viewer without places. Of another room's rows, which must have a `region` kept equal to
    the resident's, `key` names the resident.
    """
    scope = viewer.scope(permission)
    places = places_of(viewer, scope)
    if scope.everything or scope.is_empty or not places:
        return visible(viewer, permission, on=on, key=key)
    ids = _outside(places, scope.region_prefixes, on)
    if len(ids) > OUTSIDE_LIMIT:
        return visible(viewer, permission, on=on, key=key)
    return in_regions(scope.region_prefixes) | Q(**{f"{key}__in": ids | set(scope.resident_ids)})


def _outside(places: Sequence[UUID], prefixes: tuple[str, ...], on: date) -> set[UUID]:
    """Residents of other regions with an open relation of one of the places; OUTSIDE_LIMIT + 1 at most of each range.

    One range of the index a place and gap: PostgreSQL does not know that a place has hardly anybody outside, and
    for all at once would read the whole table.
    """
    ranges = [
        CareRelation.objects.filter(is_open(on), gap, place_id=place).order_by("region_code")[: OUTSIDE_LIMIT + 1]
        for place in dict.fromkeys(places)
        for gap in gaps_between(prefixes)
    ]
    first, *rest = [rows.values_list("resident_id", flat=True) for rows in ranges]
    return set(first.union(*rest, all=True))


def visible_ids(viewer: Viewer, resident_ids: Iterable[UUID], *, on: date | None = None) -> set[UUID]:
    """Those of the ids whose residents the viewer may see. One query."""
    found = Resident.objects.filter(visible(viewer, on=on), pk__in=list(resident_ids))
    return set(found.values_list("pk", flat=True))


def resident_for(
    viewer: Viewer, resident_id: UUID, *, on: date | None = None, permission: str = RESIDENT_READ
) -> Resident:
    """The resident with this id, or, of a merged record, the one it was merged into; NotVisible otherwise."""
    return _one(viewer, resident_id, permission, on)


def resident_to_write(viewer: Viewer, resident_id: UUID, *, on: date | None = None) -> Resident:
    """The resident for a change by this viewer: locked until the transaction ends; NotVisible otherwise."""
    return _one(viewer, resident_id, RESIDENT_WRITE, on, lock=True)


def _one(viewer: Viewer, resident_id: UUID, permission: str, on: date | None, *, lock: bool = False) -> Resident:
    rows = Resident.objects.filter(visible(viewer, permission, on=on))
    rows = rows.select_for_update(of=("self",), no_key=True) if lock else rows.select_related("region", "household")
    seen: set[UUID] = set()
    found = rows.filter(pk=resident_id).first()
    while found is not None and found.merged_into_id and found.pk not in seen:
        seen.add(found.pk)
        found = rows.filter(pk=found.merged_into_id).first()
    if found is None:
        raise NotVisible
    return found


def group_memberships(viewer: Viewer, resident_id: UUID) -> QuerySet[GroupMembership]:
    """A resident's recorded groups, those in force first."""
    rows = GroupMembership.objects.filter(_of_visible(viewer), _told(viewer), resident_id=resident_id)
    return rows.order_by("-until", "-since", "id")


def membership_for(viewer: Viewer, membership_id: UUID, *, to_write: bool = False) -> GroupMembership:
    """One membership of a resident the viewer may see (or change: then locked)."""
    permission = RESIDENT_WRITE if to_write else RESIDENT_READ
    rows = GroupMembership.objects.filter(_of_visible(viewer, permission), _told(viewer, to_write), pk=membership_id)
    found = (rows.select_for_update(of=("self",)) if to_write else rows).first()
    if found is None:
        raise NotVisible
    return found


def _told(viewer: Viewer, to_write: bool = False) -> Q:
    """Restricted groups are there for those alone who may read (or write) restricted records."""
    if viewer.can(WRITE_RESTRICTED if to_write else READ_RESTRICTED):
        return Q()
    return ~Q(group__in=rulebook().restricted_groups)


def _of_visible(viewer: Viewer, permission: str = RESIDENT_READ) -> Exists:
    return Exists(Resident.objects.filter(visible(viewer, permission), pk=OuterRef("resident_id")))


def departures(viewer: Viewer, resident_id: UUID) -> QuerySet[Departure]:
    """Entries of death, departure and moves of a resident, the newest first."""
    return Departure.objects.filter(_of_visible(viewer), resident_id=resident_id).order_by("-on", "-created_at")


def care_relations(viewer: Viewer, resident_id: UUID) -> QuerySet[CareRelation]:
    """Who may see a resident besides those of the village, the open ones first."""
    return CareRelation.objects.filter(_of_visible(viewer), resident_id=resident_id).order_by("-until", "-since", "id")
