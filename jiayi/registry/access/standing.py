"""Who stands behind an account or a token, and what their posts reach: one statement, as every request needs it.

It is read anew for every request, so that a post taken away, a token revoked or an account closed count at once.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import connection

from jiayi.foundation.base.viewer import Nobody, Scope, Viewer

from . import posts
from .viewers import HeldPost, UserViewer

TOWNSHIP_DIGITS = 9
REACHING_LEVELS = {"village", "township"}  # only these institutions reach the people around them

# A row for each post in force, and one with empty posts for a user without any; areas and teams of the day as arrays.
_STANDING = """
    SELECT holder.id, holder.name, holder.practitioner_id,
           post.code, post.region_id, post.institution_id, place.level, place.region_id,
           ARRAY(SELECT DISTINCT area.region_id FROM organization_area area
                  WHERE area.institution_id = post.institution_id
                    AND area.starts_on <= %(on)s AND (area.ends_on IS NULL OR area.ends_on >= %(on)s)),
           ARRAY(SELECT DISTINCT member.team_id FROM organization_teammember member
                  WHERE member.practitioner_id = holder.practitioner_id
                    AND member.starts_on <= %(on)s AND (member.ends_on IS NULL OR member.ends_on >= %(on)s))
      FROM access_user holder
      LEFT JOIN access_post post ON post.user_id = holder.id
           AND post.starts_on <= %(on)s AND (post.ends_on IS NULL OR post.ends_on >= %(on)s)
      LEFT JOIN organization_institution place ON place.id = post.institution_id
     WHERE holder.is_active AND holder.id = {whose}
"""
_OF_USER = _STANDING.format(whose="%(user)s")
_OF_TOKEN = _STANDING.format(
    whose="""(SELECT token.user_id FROM access_apitoken token
               WHERE token.digest = %(digest)s AND token.revoked_at IS NULL AND token.expires_at > %(at)s)"""
)


def of_user(user_id: UUID, on: dt.date) -> Viewer:
    """The viewer of an active account, by the posts in force on the day; Nobody where there is none."""
    return _viewer(_OF_USER, {"user": user_id, "on": on})


def of_token(digest: str, on: dt.date, at: dt.datetime) -> Viewer:
    """The viewer whose token has this digest, while it counts; Nobody otherwise."""
    return _viewer(_OF_TOKEN, {"digest": digest, "on": on, "at": at})


def _viewer(statement: str, values: dict[str, Any]) -> Viewer:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    if not rows:
        return Nobody()
    return UserViewer(*rows[0][:3], tuple(_held(*row[3:]) for row in rows if row[3] is not None))


def _held(
    code: str, region: str | None, institution: UUID, level: str, place: str, areas: list, teams: list
) -> HeldPost:
    """A region's post reaches its region; an institution's its township, areas, own id, and its holder's teams."""
    permissions = posts.permissions_of(code)
    if region:
        return HeldPost(code, permissions, Scope(region_prefixes=(region,)))
    prefixes = set(areas)
    if level in REACHING_LEVELS and len(place) >= TOWNSHIP_DIGITS:
        prefixes.add(place[:TOWNSHIP_DIGITS])
    reach = Scope(region_prefixes=tuple(sorted(prefixes)), institution_ids=(institution,), team_ids=tuple(teams))
    return HeldPost(code, permissions, reach)
