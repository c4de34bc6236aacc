"""Duties, food samples, medicine and incidents in words."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jiayi.community.communities.models import FoodSample, FrailChild, GivenMedicine, Incident
from jiayi.community.communities.rules import WEEKDAYS
from jiayi.community.communities.terms import DueDuty, IncidentKind
from jiayi.foundation.ui.wording import label_of, word_of


def due_rows(duties: Iterable[DueDuty]) -> list[dict[str, Any]]:
    """The duties of a day in three heaps: of the day, of the week or half month, of longer periods."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for one in duties:
        every = one.duty.every
        heap = _heap(one)
        rows.setdefault(heap, []).append(
            {
                "code": one.duty.code,
                "label": word_of(one.duty.code),
                "every": _("每天") if every == "daily" else word_of(every),
                "until": None if one.since == one.until else one.until,
                "minutes": one.duty.minutes,
                "done_on": one.done_on,
                "by": one.by,
            }
        )
    return [{"heading": heading, "rows": rows[heading]} for heading in rows]


def _heap(one: DueDuty) -> str:
    if one.duty.every == "daily" or one.duty.every in WEEKDAYS:
        return _("今天")
    if (one.until - one.since).days < 31:
        return _("本周、半月、本月")
    return _("本季、本学期、本年")


def sample_rows(samples: Iterable[FoodSample], at: dt.datetime) -> list[dict[str, Any]]:
    """Food samples with whether they may be thrown away."""
    return [
        {
            "id": one.id,
            "meal": one.meal,
            "kept_at": timezone.localtime(one.kept_at),
            "keep_until": timezone.localtime(one.keep_until),
            "disposed_at": timezone.localtime(one.disposed_at) if one.disposed_at else None,
            "may_dispose": one.disposed_at is None and at >= one.keep_until,
            "by": one.kept_by_name,
        }
        for one in samples
    ]


def medicine_rows(medicines: Iterable[GivenMedicine]) -> list[dict[str, Any]]:
    """Medicine given on a day."""
    return [
        {
            "name": one.member.resident.name,
            "room": one.member.community_class.name if one.member.community_class else "",
            "drug": one.drug,
            "how": " · ".join((one.dose, one.method, one.times)),
            "at": timezone.localtime(one.given_at),
            "entrusted_by": one.entrusted_by,
            "by": one.given_by_name,
        }
        for one in medicines
    ]


def incident_rows(incidents: Iterable[Incident]) -> list[dict[str, Any]]:
    """Incidents, open or closed."""
    return [
        {
            "id": one.id,
            "kind": label_of(IncidentKind, one.kind),
            "disease": word_of(one.disease),
            "name": one.member.resident.name if one.member else "",
            "happened_on": one.happened_on,
            "what": one.what,
            "closed_on": one.closed_on,
        }
        for one in incidents
    ]


def frail_rows(files: Iterable[FrailChild], today: dt.date) -> list[dict[str, Any]]:
    """Open files, and whether this month's review is still to come."""
    return [
        {
            "id": one.id,
            "name": one.member.resident.name,
            "room": one.member.community_class.name if one.member.community_class else "",
            "condition": word_of(one.condition),
            "plan": one.plan,
            "last_review": one.last_review,
            "is_due": one.last_review is None or one.last_review < today.replace(day=1),
        }
        for one in files
    ]
