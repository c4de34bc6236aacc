"""Archive numbers: village code (12 digits) and a serial of five, given out once and never again."""

from django.db import IntegrityError, connection, transaction

from jiayi.foundation.base.errors import LawBroken

_RESERVE = """
    insert into people_archiveserial (region_code, last_serial) values (%s, %s)
    on conflict (region_code) do update set last_serial = people_archiveserial.last_serial + excluded.last_serial
    returning last_serial
"""


def reserve_serials(region_code: str, count: int = 1) -> int:
    """Take `count` serials of a village and answer the first; the village's row stays locked until the commit."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_RESERVE, [region_code, count])
            return cursor.fetchone()[0] - count + 1
    except IntegrityError as error:
        raise LawBroken("E_ARCHIVE_NUMBERS_USED_UP") from error


def archive_number(region_code: str, serial: int) -> str:
    """The 17 digits of one health record."""
    return f"{region_code}{serial:05d}"


def next_archive_number(region_code: str) -> str:
    """A new number of this village."""
    return archive_number(region_code, reserve_serials(region_code))
