"""Merge two records of one person, by a person's decision and never on a name alone, and take it back."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Field, Q

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import clock, events
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.registry.people.events import MergeUndone, ResidentsMerged
from jiayi.registry.people.faults import breach, broken, misshapen
from jiayi.registry.people.merging import differences, taken_columns
from jiayi.registry.people.models import (
    CareRelation,
    GroupMembership,
    Household,
    Resident,
    ResidentMerge,
    StayElsewhere,
)
from jiayi.registry.people.permissions import RESIDENT_MERGE
from jiayi.registry.people.selectors.mergers import merge_for
from jiayi.registry.people.visibility import visible
from jiayi.registry.people.wording import free_text

GROUPS, RELATIONS, WARDS, HEADED = "people.groups", "people.relations", "people.wards", "people.headed"
STAYS = "people.stays"


@retrying_atomic
def merge_residents(
    *,
    by: Viewer,
    kept_id: UUID,
    merged_id: UUID,
    reason: str,
    on: date,
    take: Iterable[str] = (),
    confirmed: bool = False,
) -> ResidentMerge:
    """Make `merged` a closed double of `kept`, which takes over its rows and the parts named in `take`.

    `take` holds keys of `merging.PARTS`. Records that differ in name, number, sex or birth date need
    `confirmed`: somebody has seen the documents. LawBroken E_MERGE_UNCONFIRMED says in what they differ.
    """
    kept, merged = _pair(by, kept_id, merged_id)
    if not reason.strip():
        raise misshapen([breach("E_REASON_MISSING", "reason")])
    if (differing := differences(kept, merged)) and not confirmed:
        zh, en = "、".join(part.label_zh for part in differing), ", ".join(part.label_en for part in differing)
        raise broken("E_MERGE_UNCONFIRMED", "confirmed", fields=zh, fields_en=en)
    columns = taken_columns(kept, merged, take)
    merge = ResidentMerge.objects.create(kept=kept, merged=merged, reason=free_text(reason), done_by=by.actor_id)
    merge.moved = {"merged": _close(merged, kept), "kept": _take(kept, columns), "rows": _move_rows(kept, merged)}
    merge.save(update_fields=["moved"])
    _audit(by, "people.merge_residents", merge)
    events.publish(ResidentsMerged(merge.id, kept.id, merged.id, on))
    return merge


def _pair(by: Viewer, kept_id: UUID, merged_id: UUID) -> tuple[Resident, Resident]:
    """Both records, locked in the order of their ids."""
    rows = Resident.objects.filter(visible(by, RESIDENT_MERGE), pk__in={kept_id, merged_id})
    found = {row.id: row for row in rows.select_for_update(of=("self",)).order_by("id")}
    if not {kept_id, merged_id} <= found.keys():
        raise NotVisible
    if kept_id == merged_id or any(row.merged_into_id for row in found.values()):
        raise broken("E_MERGE_SAME", "merged")
    return found[kept_id], found[merged_id]


def _close(merged: Resident, kept: Resident) -> dict[str, Any]:
    """Close the double and take it out of its household; answers where it was."""
    before = {"household": _text(merged.household_id), "relation_to_head": merged.relation_to_head}
    merged.household, merged.relation_to_head = None, ""
    _point_to(merged, kept)
    return before


def _point_to(merged: Resident, kept: Resident | None) -> None:
    merged.merged_into = kept
    merged.version += 1
    merged.save(update_fields=["merged_into", "household", "relation_to_head", "version", "updated_at"])


def _take(kept: Resident, columns: dict[str, Any]) -> dict[str, Any]:
    """Put these values on the kept record and answer what stood there."""
    before = {name: _stored(kept, name) for name in columns}
    for name, value in columns.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save(update_fields=[*columns, "version", "updated_at"])
    return before


def _move_rows(kept: Resident, merged: Resident) -> dict[str, list[str]]:
    """Point rows of this room to the kept record; what it has already stays with the double."""
    own_groups = GroupMembership.objects.filter(resident=kept, until=None).values("group")
    groups = GroupMembership.objects.filter(resident=merged).exclude(until=None, group__in=own_groups)
    stays = StayElsewhere.objects.filter(resident=merged)
    if StayElsewhere.objects.filter(resident=kept, until=None).exists():
        stays = stays.exclude(until=None)
    own = set(_relation_keys(kept))
    relations = [
        relation.id
        for relation in CareRelation.objects.filter(resident=merged)
        if relation.until or (relation.place_id, relation.purpose, relation.subject_id) not in own
    ]
    moved = {
        GROUPS: _ids(groups),
        STAYS: _ids(stays),
        RELATIONS: [str(row) for row in relations],
        WARDS: _ids(Resident.objects.filter(guardian=merged).exclude(pk=kept.pk)),
        HEADED: _ids(Household.objects.filter(head=merged)),
    }
    _point(moved, source=merged, to=kept)
    return moved


def _relation_keys(resident: Resident) -> Iterable[tuple[Any, ...]]:
    rows = CareRelation.objects.filter(resident=resident, until=None)
    return rows.values_list("place_id", "purpose", "subject_id")


def _point(rows: dict[str, list[str]], *, source: Resident, to: Resident) -> None:
    GroupMembership.objects.filter(pk__in=rows.get(GROUPS, [])).update(resident=to)
    StayElsewhere.objects.filter(pk__in=rows.get(STAYS, [])).update(resident=to)
    CareRelation.objects.filter(pk__in=rows.get(RELATIONS, [])).update(resident=to)
    Resident.objects.filter(pk__in=rows.get(WARDS, [])).update(guardian=to)
    headed = Household.objects.filter(Q(head=None) | Q(head=source), pk__in=rows.get(HEADED, []))
    headed.filter(pk=to.household_id).update(head=to)
    headed.filter(head=source).update(head=None)


def log_moved_rows(*, merge_id: UUID, table: str, ids: Iterable[UUID]) -> None:
    """Called by a room that heard ResidentsMerged: keep which of its rows it pointed to the kept record."""
    merge = ResidentMerge.objects.select_for_update().get(pk=merge_id)
    merge.moved["rows"][table] = [str(row) for row in ids]
    merge.save(update_fields=["moved"])


def undo_merge(*, by: Viewer, merge_id: UUID, reason: str, on: date) -> ResidentMerge:
    """Take a merger back: both records stand as before, and every row goes back where it came from."""
    try:
        return _undo(by, merge_id, reason, on)
    except IntegrityError as error:
        if "resident_national_id_once" not in str(error):
            raise
        raise broken("E_DUPLICATE_ELSEWHERE", "national_id") from None


@retrying_atomic
def _undo(by: Viewer, merge_id: UUID, reason: str, on: date) -> ResidentMerge:
    if not reason.strip():
        raise misshapen([breach("E_REASON_MISSING", "reason")])
    merge_for(by, merge_id)
    merge = ResidentMerge.objects.select_for_update().get(pk=merge_id)
    if merge.undone_at:
        raise broken("E_NOTHING_TO_UNDO")
    ids = (merge.kept_id, merge.merged_id)
    found = {row.id: row for row in Resident.objects.select_for_update().filter(pk__in=ids).order_by("id")}
    kept, merged = found[merge.kept_id], found[merge.merged_id]
    _require_latest(merge, kept)
    _put_back(kept, merge.moved["kept"])
    _reopen(merged, merge.moved["merged"])
    _point(merge.moved["rows"], source=kept, to=merged)
    merge.undone_at, merge.undone_by, merge.undone_reason = clock.now(), by.actor_id, free_text(reason)
    merge.save()
    _audit(by, "people.undo_merge", merge)
    events.publish(MergeUndone(merge.id, kept.id, merged.id, merge.moved["rows"], on))
    return merge


def _require_latest(merge: ResidentMerge, kept: Resident) -> None:
    later = ResidentMerge.objects.filter(kept=kept, undone_at=None, created_at__gt=merge.created_at)
    if kept.merged_into_id or later.exists():
        raise broken("E_MERGE_LATER_FIRST")


def _put_back(kept: Resident, before: dict[str, Any]) -> None:
    for name, value in before.items():
        setattr(kept, name, _read(name, value))
    kept.version += 1
    kept.save(update_fields=[*before, "version", "updated_at"])


def _reopen(merged: Resident, before: dict[str, Any]) -> None:
    merged.household_id = UUID(before["household"]) if before["household"] else None
    merged.relation_to_head = before["relation_to_head"]
    _point_to(merged, None)


def _column(name: str) -> Field:
    return Resident._meta.get_field(name)


def _stored(resident: Resident, name: str) -> str | None:
    """A column as text for the log; sealed values stay sealed."""
    return None if getattr(resident, name) is None else _column(name).value_to_string(resident)


def _read(name: str, text: str | None) -> Any:
    return None if text is None else _column(name).to_python(text)


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None


def _ids(rows: Any) -> list[str]:
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _audit(by: Viewer, act: str, merge: ResidentMerge) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="resident_merge",
        subject_ids=[merge.id],
        resident_ids=[merge.kept_id, merge.merged_id],
        details={
            "reason": merge.undone_reason or merge.reason,
            "taken": sorted(merge.moved["kept"]),
            "rows": {table: len(ids) for table, ids in merge.moved["rows"].items()},
        },
    )
