"""What happened to residents elsewhere, and what follows for their memberships."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from jiayi.community.communities.models import Member
from jiayi.registry.people import services as people_services

_TABLE = "communities_member"


@transaction.atomic
def end_memberships_of(*, resident_id: UUID, on: dt.date) -> int:
    """The resident died or left the county."""
    rows = Member.objects.filter(resident_id=resident_id, until=None)
    ended = 0
    for member in rows:
        member.until = max(on, member.since)
        member.save(update_fields=["until", "updated_at"])
        ended += 1
    return ended


def repoint_members(*, merge_id: UUID, kept_id: UUID, merged_id: UUID) -> None:
    """Memberships of the merged record are the kept one's; where both belong, the merged one's stays with it."""
    both = Member.objects.filter(resident_id=kept_id, until=None).values("community_id")
    rows = Member.objects.filter(resident_id=merged_id).exclude(until=None, community_id__in=both)
    moving = list(rows.values_list("id", flat=True))
    if moving:
        Member.objects.filter(id__in=moving).update(resident_id=kept_id)
        people_services.log_moved_rows(merge_id=merge_id, table=_TABLE, ids=moving)


def point_members_back(*, kept_id: UUID, merged_id: UUID, moved: dict[str, list[str]]) -> None:
    """Undo `repoint_members`."""
    rows = Member.objects.filter(id__in=moved.get(_TABLE, []), resident_id=kept_id)
    rows.update(resident_id=merged_id)
