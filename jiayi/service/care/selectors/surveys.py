"""Surveys of villages, and what those of a region come to together."""

import datetime as dt
from collections import Counter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.reach import within
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import RegionLevel
from jiayi.service.care import permissions
from jiayi.service.care.models import VillageSurvey
from jiayi.service.care.terms import VILLAGE

MOST_WAITING = 60


def surveys(viewer: Viewer, *, region: str = "") -> QuerySet[VillageSurvey]:
    """Those of the villages within reach, the latest first."""
    reach = within(viewer.scope(permissions.READ), team="", institution="")
    found = VillageSurvey.objects.filter(reach, region__code__startswith=region)
    return found.select_related("region").order_by("-surveyed_on", "-id")


def survey_for(viewer: Viewer, survey_id: UUID) -> VillageSurvey:
    """One of them, or NotVisible."""
    found = surveys(viewer).filter(pk=survey_id).first()
    if found is None:
        raise NotVisible
    return found


def latest_surveys(viewer: Viewer, region: str, *, on: dt.date) -> list[VillageSurvey]:
    """The latest survey of each village of a region up to a day. One query."""
    rows = surveys(viewer, region=region).filter(surveyed_on__lte=on)
    return list(rows.order_by("region_id", "-surveyed_on", "-id").distinct("region_id"))


def villages_to_survey(viewer: Viewer, *, on: dt.date) -> list[tuple[str, str]]:
    """Code and name of villages that the viewer writes for and nobody surveyed this year; the first of them."""
    done = set(surveys(viewer).filter(surveyed_on__year=on.year).values_list("region_id", flat=True))
    found: list[tuple[str, str]] = []
    for prefix in viewer.scope(permissions.WRITE).region_prefixes:
        rows = organization.regions(viewer, below=prefix, level=RegionLevel.VILLAGE, on=on)
        found += rows.exclude(code__in=done).values_list("code", "name")[: MOST_WAITING - len(found)]
    return found


def survey_summary(viewer: Viewer, region: str, *, on: dt.date) -> dict[str, Any]:
    """{villages, last_on, sums: {field: n}, named: {field: {choice: villages}}}; empty where nothing was surveyed."""
    rows = latest_surveys(viewer, region, on=on)
    if not rows:
        return {}
    sums: Counter[str] = Counter()
    named: dict[str, Counter[str]] = {}
    for row in rows:
        for code, one in rulebook().surveys[VILLAGE].fields.items():
            value = row.values.get(code)
            if one.type in ("integer", "decimal") and value is not None:
                sums[code] += value
            elif one.chooses and value:
                named.setdefault(code, Counter()).update(value if isinstance(value, list) else [value])
    return {
        "villages": len(rows),
        "last_on": max(row.surveyed_on for row in rows).isoformat(),
        "sums": dict(sums),
        "named": {code: dict(counts.most_common()) for code, counts in named.items()},
    }
