"""Give the county a past: its roster came in years ago, before anybody signed."""

from datetime import date, timedelta

from django.db import connection

YEARS = 4
PREGNANT_FOR = timedelta(days=120)
_REGISTERED = """
UPDATE people_resident
SET created_at = least(created_at, greatest(%(came_in)s, (birth_date + 10)::timestamptz))
WHERE created_at > %(came_in)s
"""
_GROUPS = """
UPDATE people_groupmembership AS membership
SET since = CASE WHEN membership."group" = 'maternal' THEN %(pregnant)s
    ELSE greatest(resident.birth_date, %(came_in)s) END
FROM people_resident AS resident
WHERE resident.id = membership.resident_id
"""


def backdate(on: date) -> None:
    """Residents were registered, and their groups recorded, years before the day; the young since they were born."""
    values = {"came_in": date(on.year - YEARS, 3, 1), "pregnant": on - PREGNANT_FOR}
    with connection.cursor() as cursor:
        cursor.execute(_REGISTERED, values)
        cursor.execute(_GROUPS, values)
