"""Whose residents a viewer may see: those of their regions, and those a care relation of their place names."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from jiayi.foundation.base import clock
from jiayi.foundation.base.conditions import AFTER_DIGITS, in_region
from jiayi.foundation.base.viewer import Scope, Viewer

from .models import CareRelation
from .permissions import RESIDENT_READ

NOBODY = Q(pk__in=())


def in_regions(prefixes: tuple[str, ...], path: str = "") -> Q:
    """Rows whose region code begins with one of these, as ranges an index can walk; none for no prefix."""
    found = NOBODY if not path else Q(**{f"{path}pk__in": ()})
    for prefix in prefixes:
        found |= in_region(prefix, f"{path}region")
    return found


def gaps_between(prefixes: tuple[str, ...]) -> list[Q]:
    """The region codes that begin with none of these, as ranges of `region_code` that an index can walk."""
    found, start = [], ""
    for prefix in sorted(prefixes):
        if start < prefix:
            found.append(Q(region_code__gte=start, region_code__lt=prefix))
        start = max(start, prefix + AFTER_DIGITS)
    return [*found, Q(region_code__gte=start)]


def is_open(on: date, path: str = "") -> Q:
    """Relations and memberships in force on a day; `until` is their last day."""
    return Q(**{f"{path}since__lte": on}) & (Q(**{f"{path}until": None}) | Q(**{f"{path}until__gte": on}))


def places_of(viewer: Viewer, scope: Scope) -> tuple[UUID, ...]:
    """The institutions and teams of the scope, and the practitioner: what care relations name."""
    own = (viewer.practitioner_id,) if viewer.practitioner_id else ()
    return (*scope.institution_ids, *scope.team_ids, *own)


def related(places: tuple[UUID, ...], on: date, key: str = "pk") -> Q:
    """Residents with whom one of these places has an open care relation."""
    relations = CareRelation.objects.filter(is_open(on), place_id__in=places)
    return Q(**{f"{key}__in": relations.values("resident_id")})


def visible(viewer: Viewer, permission: str = RESIDENT_READ, *, on: date | None = None, key: str = "pk") -> Q:
    """The residents that the permission reaches today (or on a day); nobody where it is not held.

    `key` names the resident in rows of another table that carry the resident's region.
    """
    scope = viewer.scope(permission)
    if scope.everything:
        return Q()
    if scope.is_empty:
        return NOBODY
    found = in_regions(scope.region_prefixes)
    if places := places_of(viewer, scope):
        found |= related(places, on or clock.today(), key)
    if scope.resident_ids:
        found |= Q(**{f"{key}__in": scope.resident_ids})
    return found
