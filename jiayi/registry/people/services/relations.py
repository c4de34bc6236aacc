"""Open and close care relations: why a place outside of the village may see a resident."""

from datetime import date
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.models import CareRelation


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
