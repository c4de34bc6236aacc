"""The villages and institutions behind a number, by code."""

from datetime import date
from uuid import UUID

from django.db import connection

from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import find_value
from jiayi.insight.indicators.facts import sql
from jiayi.registry.organization.selectors import NATIONAL

from .regions import bounds, require_region

KINDS = "institution_participation.kinds"


def participating_kinds(on: date) -> list[str]:
    """The kinds of institutions that are to take part."""
    found = find_value(KINDS, on, [NATIONAL])
    return list(found.value) if found else []


def unserved_villages(viewer: Viewer, region_code: str, *, on: date) -> list[str]:
    """Codes of the villages that no team answers for on the day."""
    rows = _rows(viewer, region_code, "village", on)
    return sorted(code for code, standing in rows if standing == "unserved")


def absent_institutions(viewer: Viewer, region_code: str, *, on: date) -> list[UUID]:
    """Ids of the institutions that are to take part and do not on the day."""
    return [one for one, _code, standing in _rows(viewer, region_code, "institution", on) if standing == "absent"]


def _rows(viewer: Viewer, region_code: str, facts: str, on: date) -> list[tuple]:
    require_region(viewer, region_code)
    first, last = bounds(region_code)
    with connection.cursor() as cursor:
        cursor.execute(sql(facts), {"as_of": on, "first": first, "last": last, "kinds": participating_kinds(on)})
        return cursor.fetchall()
