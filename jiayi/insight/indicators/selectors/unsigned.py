"""Who of a population is not signed, by village and name, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.indicators.facts import sql
from jiayi.insight.indicators.permissions import DRILL
from jiayi.insight.indicators.terms import Standing

from .regions import require_region
from .villages import holding_persons, home_of, page_parameters

_UNSIGNED = """
WITH unsigned AS MATERIALIZED ({facts})
SELECT unsigned.resident_id, unsigned.region_code, unsigned.standing, unsigned.reason, unsigned.since
FROM unsigned
WHERE (%(standing)s = '' OR unsigned.standing = %(standing)s)
    AND (%(after_id)s::uuid IS NULL OR (unsigned.region_code, unsigned.name_pinyin, unsigned.resident_id) > (
        SELECT last.region_code, last.name_pinyin, last.resident_id
        FROM unsigned AS last WHERE last.resident_id = %(after_id)s))
ORDER BY unsigned.region_code, unsigned.name_pinyin, unsigned.resident_id
LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Unsigned:
    """Somebody without an agreement: refused, ended or never signed, and since when."""

    resident_id: UUID
    region_code: str
    standing: str
    reason: str
    since: date | None


def unsigned(
    viewer: Viewer,
    region_code: str,
    population: str,
    *,
    on: date,
    standing: str = "",
    group: str = "",
    after_id: UUID | None = None,
    limit: int = 50,
) -> list[Unsigned]:
    """The unsigned of a population as of a day, one page from after_id."""
    require_region(viewer, region_code, DRILL)
    holding = holding_persons(region_code, on, population, [Standing.UNSIGNED, Standing.REFUSED])
    parameters: dict[str, Any] = {
        **page_parameters(region_code, on, None if standing or group else holding, home_of(after_id, on), limit),
        "population": population,
        "standing": standing,
        "group": group,
        "after_id": after_id,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNSIGNED.format(facts=sql("unsigned_person")), parameters)
        return [Unsigned(*row) for row in cursor]
