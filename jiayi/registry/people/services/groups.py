"""Record that a resident belongs to a population group, and end it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import IntegrityError

from jiayi.foundation.audit import services as audit
from jiayi.foundation.base import events
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.registry.people.events import GroupRecorded
from jiayi.registry.people.faults import breach, broken, misshapen
from jiayi.registry.people.models import GroupMembership, Resident
from jiayi.registry.people.permissions import WRITE_RESTRICTED
from jiayi.registry.people.selectors.residents import membership_for, resident_to_write
from jiayi.registry.people.terms import GroupSource
from jiayi.registry.people.wording import free_text


def unknown_groups(codes: Iterable[str], *, restricted: bool = False) -> list[str]:
    """The codes that the rulebook does not know; restricted groups are unknown too unless they may be written."""
    known = rulebook().groups if restricted else rulebook().open_groups
    return [code for code in codes if code not in known]


def record_group(
    *,
    by: Viewer,
    resident_id: UUID,
    group: str,
    since: date,
    on: date,
    until: date | None = None,
    delivered_on: date | None = None,
    evidence: str = "",
    source: str = GroupSource.STAFF,
) -> GroupMembership:
    """Enter a resident into a group from `since` (to `until`, its last day); LawBroken where it is open already."""
    try:
        return _record(by, resident_id, group, since, on, until, delivered_on, free_text(evidence), source)
    except IntegrityError as error:
        if "group_membership_open_once" not in str(error):
            raise
        raise broken("E_GROUP_OPEN", "group") from None


@retrying_atomic
def _record(
    by: Viewer,
    resident_id: UUID,
    group: str,
    since: date,
    on: date,
    until: date | None,
    delivered_on: date | None,
    evidence: str,
    source: str,
) -> GroupMembership:
    resident = resident_to_write(by, resident_id)
    if unknown_groups([group], restricted=by.can(WRITE_RESTRICTED)):
        raise misshapen([breach("E_GROUP_UNKNOWN", "group")])
    _require_possible(resident, since, on, until)
    membership = GroupMembership.objects.create(
        resident=resident,
        group=group,
        since=since,
        until=until,
        delivered_on=delivered_on,
        evidence=evidence,
        source=source,
    )
    _audit(by, "people.record_group", membership)
    events.publish(GroupRecorded(resident.id, group, since))
    return membership


def _require_possible(resident: Resident, since: date, on: date, until: date | None) -> None:
    if since > on:
        raise misshapen([breach("E_DATE_IN_FUTURE", "since")])
    if since < resident.birth_date or (until and until < since):
        raise misshapen([breach("E_DATE_TOO_EARLY", "until" if until and until < since else "since")])


@retrying_atomic
def close_group(*, by: Viewer, membership_id: UUID, until: date, delivered_on: date | None = None) -> GroupMembership:
    """End a membership; `until` is its last day. delivered_on completes a pregnancy."""
    membership = membership_for(by, membership_id, to_write=True)
    if until < membership.since:
        raise misshapen([breach("E_DATE_TOO_EARLY", "until")])
    membership.until = until
    membership.delivered_on = delivered_on or membership.delivered_on
    membership.save(update_fields=["until", "delivered_on", "updated_at"])
    _audit(by, "people.close_group", membership)
    return membership


def _audit(by: Viewer, act: str, membership: GroupMembership) -> None:
    audit.record(
        by=by,
        act=act,
        subject_kind="group_membership",
        subject_ids=[membership.id],
        resident_ids=[membership.resident_id],
        details={
            "group": membership.group,
            "since": membership.since,
            "until": membership.until,
            "source": membership.source,
        },
    )
