"""Open and close care relations: why a place outside of the village may see a resident."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.people.models import CareRelation
from jiayi.registry.people.terms import RelationToOpen


@retrying_atomic
def open_relation(
    *,
    by: Viewer,
    resident_id: UUID,
    place_kind: str,
    place_id: UUID,
    purpose: str,
    since: date,
    until: date | None = None,
    subject_id: UUID | None = None,
) -> CareRelation:
    """Let a place see a resident from `since` (to `until`, the last day); an open one of the same kind stands.

    The rooms above call this for what they have allowed (an agreement, a referral); it asks no permission itself.
    """
    relation, made = CareRelation.objects.get_or_create(
        resident_id=resident_id,
        place_id=place_id,
        purpose=purpose,
        subject_id=subject_id,
        until=until,
        defaults={"place_kind": place_kind, "since": since},
    )
    if made:
        _audit(by, "people.open_relation", relation)
    return relation


@retrying_atomic
def close_relation(
    *, by: Viewer, resident_id: UUID, place_id: UUID, purpose: str, until: date, subject_id: UUID | None = None
) -> int:
    """End the open relation of a place for this purpose and subject; `until` is its last day. How many ended."""
    rows = CareRelation.objects.filter(
        resident_id=resident_id, place_id=place_id, purpose=purpose, subject_id=subject_id, until=None
    )
    return _close(by, list(rows.select_for_update()), until)


@retrying_atomic
def close_relations_of(*, by: Viewer, subject_id: UUID, until: date) -> int:
    """End every open relation that one subject (an agreement, a referral) opened. How many ended."""
    rows = CareRelation.objects.filter(subject_id=subject_id, until=None)
    return _close(by, list(rows.select_for_update()), until)


@retrying_atomic
def revoke_relations_of(*, by: Viewer, subject_id: UUID, on: date) -> int:
    """Take back at once what one subject (a referral) opened, also for a time: yesterday was its last day.

    One that began today leaves no day and goes; the history keeps it. How many were taken back.
    """
    rows = CareRelation.objects.filter(Q(until=None) | Q(until__gte=on), subject_id=subject_id)
    found = list(rows.select_for_update().order_by("id"))
    for relation in found:
        relation.until = on - ONE_DAY
        _audit(by, "people.revoke_relation", relation)
        if relation.since > relation.until:
            CareRelation.objects.filter(pk=relation.pk).delete()
        else:
            relation.save(update_fields=["until", "updated_at"])
    return len(found)


def end_relations(rows: list[CareRelation], until: date) -> None:
    """Put the last day on relations; one that began later never was in force and ends the day it began."""
    for relation in rows:
        relation.until = max(until, relation.since)
    CareRelation.objects.bulk_update(rows, ["until"])


def _close(by: Viewer, rows: list[CareRelation], until: date) -> int:
    end_relations(rows, until)
    for relation in rows:
        _audit(by, "people.close_relation", relation)
    return len(rows)


def _audit(by: Viewer, act: str, relation: CareRelation) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="care_relation",
        subject_ids=[relation.id],
        resident_ids=[relation.resident_id],
        details={
            "place_kind": relation.place_kind,
            "place": relation.place_id,
            "purpose": relation.purpose,
            "until": relation.until,
        },
    )


@retrying_atomic
def open_relations(*, by: Viewer, relations: Sequence[RelationToOpen]) -> None:
    """Open many at once, as `open_relation`: one audit row tells of all. Those open already stand."""
    rows = [
        CareRelation(
            resident_id=one.resident_id,
            place_kind=one.place_kind,
            place_id=one.place_id,
            purpose=one.purpose,
            subject_id=one.subject_id,
            since=one.since,
        )
        for one in relations
    ]
    CareRelation.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)
    residents = sorted({one.resident_id for one in relations})
    _audit_many(by, "people.open_relations", residents, {"places": sorted({str(one.place_id) for one in relations})})


@retrying_atomic
def close_relations(
    *, by: Viewer, purpose: str, held: Collection[tuple[UUID, UUID]], until: date, place_id: UUID | None = None
) -> int:
    """End the open relations of (resident, subject) pairs, all or those of one place. How many ended."""
    rows = CareRelation.objects.filter(
        purpose=purpose,
        until=None,
        resident_id__in={resident for resident, _ in held},
        subject_id__in={subject for _, subject in held},
    )
    if place_id:
        rows = rows.filter(place_id=place_id)
    ending = [row for row in rows.select_for_update() if (row.resident_id, row.subject_id) in held]
    end_relations(ending, until)
    residents = sorted({row.resident_id for row in ending})
    _audit_many(by, "people.close_relations", residents, {"until": until, "purpose": purpose})
    return len(ending)


def _audit_many(by: Viewer, act: str, resident_ids: list[UUID], details: dict) -> None:
    if resident_ids:
        audit.record(by=by, act=act, subject_kind="care_relation", resident_ids=resident_ids, details=details)
