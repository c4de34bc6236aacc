"""Archive numbers for many residents at once."""

from collections import Counter

from django.db import connection

from jiayi.registry.people.archive import archive_number

LAST_SERIAL = 99_999
# In the order of the codes, so that two who reserve never wait for each other.
_RESERVE = """
    INSERT INTO people_archiveserial (region_code, last_serial)
    SELECT code, least(amount, %s) FROM unnest(%s::text[], %s::int[]) AS asked (code, amount) ORDER BY code
    ON CONFLICT (region_code) DO UPDATE
       SET last_serial = least(people_archiveserial.last_serial + excluded.last_serial, %s)
    RETURNING region_code, last_serial"""


def archive_numbers(villages: list[str]) -> list[str | None]:
    """A new number of each village, in the order given; None where a village has used up its five digits."""
    if not villages:
        return []
    amounts = Counter(villages)
    before = _last_serials(amounts)
    codes = sorted(amounts)
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, [LAST_SERIAL, codes, [amounts[code] for code in codes], LAST_SERIAL])
        last = dict(cursor.fetchall())
    following = {code: max(before.get(code, 0), last[code] - amounts[code]) for code in codes}
    numbers: list[str | None] = []
    for code in villages:
        following[code] += 1
        numbers.append(archive_number(code, following[code]) if following[code] <= last[code] else None)
    return numbers


def _last_serials(villages: Counter[str]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT region_code, last_serial FROM people_archiveserial WHERE region_code = ANY(%s) "
            "ORDER BY region_code FOR UPDATE",
            [list(villages)],
        )
        return dict(cursor.fetchall())
