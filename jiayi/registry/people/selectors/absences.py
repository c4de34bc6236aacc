"""When residents were not here any more, or elsewhere; and which household and phone they have: queries for the rooms
that look at everybody at once. No viewer: the caller acts for the system."""

_DEPARTED = """
    SELECT resident_id, CASE kind WHEN 'deceased' THEN 'died' ELSE 'moved' END AS why, "on"
    FROM people_departure WHERE undone_at IS NULL AND kind IN ('deceased', 'moved_away')
"""
_AWAY = "SELECT resident_id, since, until FROM people_stayelsewhere"
_HOUSEHOLDS = """
    SELECT id AS resident_id, household_id, birth_date, encode(phone_index, 'hex') AS phone FROM people_resident
    WHERE merged_into_id IS NULL
"""


def departed() -> str:
    """Who died or moved away: resident_id, why (died, moved), on (the day it happened)."""
    return _DEPARTED


def away() -> str:
    """Stays elsewhere: resident_id, since, until (none: still), both inclusive."""
    return _AWAY


def with_households() -> str:
    """Everybody: resident_id, household_id, birth_date, phone (a blind index, the same for the same number)."""
    return _HOUSEHOLDS
