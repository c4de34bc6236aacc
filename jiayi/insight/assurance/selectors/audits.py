"""Audits of records within reach: the samples of a month, their items, and from what they are drawn."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.insight.assurance import permissions
from jiayi.insight.assurance.models import AuditItem, AuditRound
from jiayi.insight.assurance.terms import AuditResult, ItemState
from jiayi.registry.organization import selectors as organization
from jiayi.service.care import selectors as care

SEEING = (permissions.AUDIT, permissions.READ, permissions.CORRECT)
_RECORDS = """
    SELECT worker.institution_id, visit.record_id, visit.version, visit.resident_id, visit.region_code, visit.team_id,
        visit.mode
    FROM ({visits}) AS visit INNER JOIN ({workers}) AS worker USING (practitioner_id)
    WHERE visit."on" >= %s AND visit."on" < %s AND worker.institution_id = ANY(%s)
    ORDER BY worker.institution_id, visit.mode, visit.record_id
"""


class MonthsRecord(NamedTuple):
    """A record of a clinic's month, from which the sample is drawn."""

    institution_id: UUID
    record_id: UUID
    version: int
    resident_id: UUID
    region_code: str
    team_id: UUID | None
    mode: str


def records_of_month(clinic_ids: Collection[UUID], month: dt.date) -> dict[UUID, list[MonthsRecord]]:
    """What the staff of each clinic recorded of a month, in a fixed order. One query; no restricted ones."""
    query = _RECORDS.format(visits=care.visits(), workers=organization.practitioner_places())
    found: dict[UUID, list[MonthsRecord]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query, [month, next_month(month), list(clinic_ids)])
        for row in map(MonthsRecord._make, cursor.fetchall()):
            found.setdefault(row.institution_id, []).append(row)
    return found


def next_month(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def may_see_audits(viewer: Viewer) -> bool:
    return any(viewer.can(permission) for permission in SEEING)


def audits(viewer: Viewer) -> QuerySet[AuditRound]:
    """Samples within reach, the latest month first, with how far each has come."""
    if not may_see_audits(viewer):
        raise NotVisible
    reach = Q(pk__in=())
    for permission in SEEING:
        reach |= permissions.within(viewer.scope(permission))
    states: dict[str, Any] = {f"n_{state}": Count("items", filter=Q(items__state=state)) for state in ItemState}
    states |= {f"n_{result}": Count("items", filter=Q(items__result=result)) for result in AuditResult}
    found = AuditRound.objects.filter(reach).annotate(number=Count("items"), **states)
    return found.select_related("clinic", "institution", "region").order_by("-month", "region_id", "id")


def audit_for(viewer: Viewer, audit_id: UUID) -> AuditRound:
    """One sample; NotVisible out of reach."""
    found = audits(viewer).filter(pk=audit_id).first()
    if found is None:
        raise NotVisible
    return found


def audit_items(audit: AuditRound) -> QuerySet[AuditItem]:
    """The records of a sample that the caller was shown, in the order of the sample."""
    return audit.items.select_related("record__practitioner", "resident", "region").order_by("position", "id")


def audit_item_for(viewer: Viewer, item_id: UUID) -> AuditItem:
    """One audited record for whoever audits or corrects at its place; NotVisible otherwise."""
    found = AuditItem.objects.select_related("round__clinic", "record__practitioner", "resident", "region", "team")
    item = found.filter(pk=item_id).first()
    if item is None or not any(
        permissions.holds(viewer, permission, item.round) for permission in (permissions.AUDIT, permissions.CORRECT)
    ):
        raise NotVisible
    return item


def values_of(items: Collection[AuditItem]) -> Mapping[UUID, Mapping[str, Any]]:
    """What each record said as it was drawn, by item. One query."""
    found = care.values_of({(item.record_id, item.version) for item in items})
    return {item.pk: found.get((item.record_id, item.version), {}) for item in items}
