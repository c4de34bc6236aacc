"""Archive numbers: village code (12 digits) and a serial of five, given out once and never again."""

from django.db import connection

from .faults import broken

LAST_SERIAL = 99_999
_RESERVE = """
    insert into people_archiveserial as known (region_code, last_serial) values (%(region)s, %(count)s)
    on conflict (region_code) do update set last_serial = known.last_serial + excluded.last_serial
    where known.last_serial + excluded.last_serial <= %(last)s
    returning last_serial
"""


def reserve_serials(region_code: str, count: int = 1) -> int:
    """Take `count` serials of a village and answer the first; the village's row stays locked until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, {"region": region_code, "count": count, "last": LAST_SERIAL})
        row = cursor.fetchone()
    if row is None:
        raise broken("E_ARCHIVE_NUMBERS_USED_UP")
    return row[0] - count + 1


def archive_number(region_code: str, serial: int) -> str:
    """The 17 digits of one health record."""
    return f"{region_code}{serial:05d}"


def next_archive_number(region_code: str) -> str:
    """A new number of this village."""
    return archive_number(region_code, reserve_serials(region_code))
