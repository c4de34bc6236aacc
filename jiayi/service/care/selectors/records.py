"""Records within a viewer's reach: one, those of a resident, and lists."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people import selectors as people
from jiayi.service.care import permissions
from jiayi.service.care.models import Draft, Record, RecordVersion
from jiayi.service.care.terms import Mode, RecordState

from .definitions import permission_for


def records(viewer: Viewer, *, on: dt.date) -> QuerySet[Record]:
    """Records of residents within reach, the latest visit first, with resident, team and practitioner."""
    reach = people.listed(viewer, on, permissions.READ, key="resident_id")
    found = Record.objects.filter(reach, _kinds(viewer)).select_related("resident", "region", "team", "practitioner")
    return found.order_by("-visit_on", "-id")


def records_of(viewer: Viewer, resident_id: UUID) -> list[Record]:
    """Every record of a resident whom the viewer may see, the latest visit first; voided ones are left out."""
    people.resident_for(viewer, resident_id, permission=permissions.READ)
    found = Record.objects.filter(_kinds(viewer), resident_id=resident_id, state=RecordState.CURRENT)
    return list(found.select_related("team", "practitioner").order_by("-visit_on", "-id"))


def record_for(viewer: Viewer, record_id: UUID, *, to_write: bool = False, permission: str = "") -> Record:
    """One record with its resident; NotVisible where the resident or the kind is out of reach."""
    found = Record.objects.select_related("resident", "region", "team", "practitioner").filter(pk=record_id).first()
    if found is None:
        raise NotVisible
    needed = permission or permission_for(found.is_restricted, to_write=to_write)
    people.resident_for(viewer, found.resident_id, permission=needed)
    return found


def records_of_visit(viewer: Viewer, visit_id: UUID, *, to_write: bool = False) -> list[Record]:
    """The records that one combined visit left and that count, the first first; NotVisible where it is out of reach."""
    found = Record.objects.filter(_kinds(viewer), visit_id=visit_id, state=RecordState.CURRENT)
    records = list(found.select_related("resident", "region", "team", "practitioner").order_by("id"))
    if not records:
        raise NotVisible
    for record in records:
        permission = permission_for(record.is_restricted, to_write=to_write)
        people.resident_for(viewer, record.resident_id, permission=permission)
    return records


def siblings_of(viewer: Viewer, record: Record) -> list[Record]:
    """What else the same visit left, as far as it counts. The caller has found the record for its viewer."""
    if record.visit_id is None:
        return []
    found = Record.objects.filter(_kinds(viewer), visit_id=record.visit_id, state=RecordState.CURRENT)
    return list(found.exclude(pk=record.pk).select_related("resident", "region", "team", "practitioner").order_by("id"))


def versions_of(record: Record) -> list[RecordVersion]:
    """What the record said, the latest version first. The caller has found the record for its viewer."""
    return list(record.versions.order_by("-number"))


def last_version(
    resident_id: UUID, form: str, *, before: dt.date | None = None, except_for: UUID | None = None
) -> RecordVersion | None:
    """The current version of a resident's latest record of a form (before a day); None where there is none.

    The caller has found the resident for its viewer.
    """
    found = Record.objects.filter(resident_id=resident_id, form=form, state=RecordState.CURRENT)
    found = found.filter(visit_on__lt=before) if before else found
    record = found.exclude(pk=except_for).order_by("-visit_on", "-id").first()
    if record is None:
        return None
    version = record.versions.select_related("record").get(number=record.version)
    return version


def last_outcome(
    resident_id: UUID, rule: str, *, before: dt.date, except_for: UUID | None = None
) -> dict[str, Any] | None:
    """What a decision came to at a resident's last visit before this day, whichever form asked it."""
    found = RecordVersion.objects.filter(
        record__resident_id=resident_id,
        record__state=RecordState.CURRENT,
        record__visit_on__lt=before,
        number=F("record__version"),
        outcomes__has_key=rule,
    )
    version = found.exclude(record_id=except_for).order_by("-record__visit_on", "-record_id").first()
    return version.outcomes[rule] if version else None


def last_home_visits(resident_ids: Iterable[UUID]) -> dict[UUID, dt.date]:
    """When residents were last visited at home, by id; who never was is left out. One query.

    No viewer: the caller has found these residents for theirs. Which form it was is not told.
    """
    at_home = Record.objects.filter(resident_id__in=list(resident_ids), state=RecordState.CURRENT, mode=Mode.HOME)
    return dict(at_home.values_list("resident_id").annotate(last_on=Max("visit_on")).order_by())


def draft_of(viewer: Viewer, resident_id: UUID, form: str) -> Draft | None:
    """What the viewer has typed into a form of this resident so far."""
    return Draft.objects.filter(author_id=viewer.actor_id, resident_id=resident_id, form=form).first()


def _kinds(viewer: Viewer) -> Q:
    return Q() if viewer.can(permissions.READ_RESTRICTED) else Q(is_restricted=False)


def visible_record_ids(viewer: Viewer, record_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the ids whose records the viewer may open. One query; none without the permission."""
    if not viewer.can(permissions.READ):
        return set()
    reach = people.listed(viewer, clock.today(), permissions.READ, key="resident_id")
    return set(Record.objects.filter(reach, _kinds(viewer), pk__in=list(record_ids)).values_list("pk", flat=True))
