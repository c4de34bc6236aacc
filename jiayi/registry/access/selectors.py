"""Who a user is to the rest of the software."""

import datetime as dt
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from jiayi.foundation.base import clock
from jiayi.foundation.base.viewer import Nobody, Scope, Viewer

from . import posts
from .models import Post
from .viewers import HeldPost, UserViewer

TOWNSHIP_DIGITS = 9
REACHING_LEVELS = {"village", "township"}  # only these institutions reach the people around them


def viewer_of(user: Any, on: dt.date | None = None) -> Viewer:
    """The viewer behind a request's user (or Nobody), by the posts in force on the day; one query."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Nobody()
    held = tuple(_held(row) for row in posts_in_force(on or clock.today()).filter(user_id=user.pk).values(*_FACTS))
    return UserViewer(user.pk, user.name, user.practitioner_id, held)


def posts_in_force(on: dt.date) -> QuerySet[Post]:
    """Posts held on a day, with the areas of their institution and the teams of their holder that day."""
    return Post.objects.filter(_open(on)).annotate(
        area_codes=ArrayAgg(
            "institution__areas__region_id", filter=_open(on, "institution__areas__"), distinct=True, default=[]
        ),
        team_ids=ArrayAgg(
            "user__practitioner__memberships__team_id",
            filter=_open(on, "user__practitioner__memberships__"),
            distinct=True,
            default=[],
        ),
    )


_FACTS = (
    "code",
    "region_id",
    "institution_id",
    "institution__level",
    "institution__region_id",
    "area_codes",
    "team_ids",
)


def _open(on: dt.date, path: str = "") -> Q:
    return Q(**{f"{path}starts_on__lte": on}) & (Q(**{f"{path}ends_on": None}) | Q(**{f"{path}ends_on__gte": on}))


def _held(row: dict) -> HeldPost:
    return HeldPost(row["code"], posts.permissions_of(row["code"]), _reach(row))


def _reach(row: dict) -> Scope:
    """A region's post reaches its region; an institution's its township, areas, own id, and its holder's teams."""
    if row["region_id"]:
        return Scope(region_prefixes=(row["region_id"],))
    prefixes = set(row["area_codes"])
    if row["institution__level"] in REACHING_LEVELS and len(row["institution__region_id"]) >= TOWNSHIP_DIGITS:
        prefixes.add(row["institution__region_id"][:TOWNSHIP_DIGITS])
    return Scope(
        region_prefixes=tuple(sorted(prefixes)),
        institution_ids=(row["institution_id"],),
        team_ids=tuple(row["team_ids"]),
    )
