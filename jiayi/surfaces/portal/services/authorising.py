"""Let a member of the household act for oneself, and take it back; staff enter what stands on paper."""

import datetime as dt
from uuid import UUID

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.dates import ONE_DAY
from jiayi.registry.people import selectors as people
from jiayi.surfaces.portal.models import Authority, PortalSession
from jiayi.surfaces.portal.selectors import members_to_authorise
from jiayi.surfaces.portal.viewers import ResidentViewer


@retrying_atomic
def give_authority(*, by: ResidentViewer, actor_id: UUID, on: dt.date) -> Authority:
    """The member's own word, from their own pages: who acts for somebody else gives no authority over them."""
    if by.actor_id != by.subject_id:
        raise NotVisible
    standing = Authority.objects.filter(member_id=by.subject_id, actor_id=actor_id, until=None).first()
    if standing:
        return standing
    if actor_id not in {one.id for one in members_to_authorise(by.subject_id, on)}:
        raise NotVisible
    return _give(by, by.subject_id, actor_id, on, "")


@retrying_atomic
def record_authority(*, by: Viewer, member_id: UUID, actor_id: UUID, evidence: str, on: dt.date) -> Authority:
    """Staff enter an authority that stands on paper; both must be residents within their reach."""
    member = people.resident_for(by, member_id, permission="resident_write")
    actor = people.resident_for(by, actor_id)
    if not evidence.strip() or member.id == actor.id:
        raise NotVisible
    standing = Authority.objects.filter(member_id=member.id, actor_id=actor.id, until=None).first()
    return standing or _give(by, member.id, actor.id, on, evidence.strip()[:200])


def _give(by: Viewer, member_id: UUID, actor_id: UUID, on: dt.date, evidence: str) -> Authority:
    made = Authority.objects.create(
        member_id=member_id, actor_id=actor_id, since=on, evidence=evidence, given_by_name=by.actor_name[:60]
    )
    _note(by, "portal.give_authority", made)
    return made


@retrying_atomic
def end_authority(*, by: ResidentViewer, authority_id: UUID, on: dt.date) -> None:
    """Taken back at once by the member, or given up by who holds it: open pages close."""
    rows = Authority.objects.select_for_update().filter(pk=authority_id, until=None)
    found = rows.first()
    if found is None or by.actor_id not in (found.member_id, found.actor_id):
        raise NotVisible
    if found.since == on:
        Authority.objects.filter(pk=found.pk).delete()
    else:
        found.until = on - ONE_DAY
        found.save(update_fields=["until", "updated_at"])
    PortalSession.objects.filter(resident_id=found.actor_id, subject_id=found.member_id).update(
        subject_id=found.actor_id
    )
    _note(by, "portal.end_authority", found)


def _note(by: Viewer, act: str, authority: Authority) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="authority",
        subject_ids=[authority.id],
        resident_ids=[authority.member_id, authority.actor_id],
    )
