"""Of which running orders the patients had their medicine on too few days; one query for a county."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from .evidence import LEAST_DAYS, ONE_DAY
from .supplies import supplied_days

# Each part covers its days from its own day or from the day after the cover so far, as rules.refill.cover has it:
# with S the sum of days up to a part, its last day is S - 1 after the latest "on - days before" of the parts so far.
_IRREGULAR = """
    WITH parts AS (
        SELECT supplied.prescription_id, supplied.resident_id, order_.region_code, order_.judged_on, supplied."on",
            supplied.days, sum(supplied.days) OVER so_far AS total, supplied.given_id
        FROM ({supplied}) AS supplied
        INNER JOIN prescriptions_prescription AS order_ ON order_.id = supplied.prescription_id
        WHERE order_.state = 'active' AND order_.opens_on IS NOT NULL AND order_.runs_out_on < %(on)s
            AND order_.region_code = ANY(%(regions)s) AND supplied.days > 0
        WINDOW so_far AS (PARTITION BY supplied.prescription_id ORDER BY supplied."on", supplied.given_id)
    ), covers AS (
        SELECT parts.*, max("on" - (total - days)::integer) OVER so_far + total::integer - 1 AS last_day,
            greatest(min("on") OVER (PARTITION BY prescription_id), judged_on) AS since
        FROM parts WINDOW so_far AS (PARTITION BY prescription_id ORDER BY "on", given_id)
    )
    SELECT resident_id, region_code FROM covers
    GROUP BY prescription_id, resident_id, region_code, since
    HAVING %(on)s - since >= %(days)s AND sum(
        greatest(least(last_day, %(last)s) - greatest(last_day - days::integer + 1, since) + 1, 0)
    ) < %(least)s * (%(on)s - since)
    ORDER BY prescription_id
"""


def irregular_orders(on: dt.date, *, least: float, regions: Sequence[str]) -> list[tuple[UUID, str]]:
    """Residents, with the region of the order, of orders that ran out before `on` with less than a share of days
    covered, from the first part or from the last judgement up to the day before."""
    asked = {"on": on, "last": on - ONE_DAY, "least": least, "regions": list(regions), "days": LEAST_DAYS}
    with connection.cursor() as cursor:
        cursor.execute(_IRREGULAR.format(supplied=supplied_days()), asked)
        return cursor.fetchall()
