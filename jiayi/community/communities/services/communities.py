"""Communities, their classes and their members."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jiayi.community.communities import permissions
from jiayi.community.communities.models import Community, CommunityClass, Member
from jiayi.community.communities.selectors.communities import class_for, community_for, member_for, team_of
from jiayi.community.communities.terms import MOST_MEMBERS, CommunityKind, CommunityPlan, Grade, MemberRole
from jiayi.foundation.base.transactions import retrying_atomic
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.refusals import broken, misshapen
from jiayi.registry.people import selectors as people

from .history import note


@retrying_atomic
def open_community(*, by: Viewer, plan: CommunityPlan, on: dt.date, community_id: UUID | None = None) -> Community:
    """A community begins to be served. `community_id` is the form's own: sent twice, it is opened once."""
    fields = _judged(by, plan, on)
    known = Community.objects.filter(id=community_id).exists() if community_id else False
    if known:
        return community_for(by, community_id, permission=permissions.WRITE)
    made = _saved(Community(**({"id": community_id} if community_id else {}), **fields))
    note(by, "open_community", made, kind=plan.kind)
    return made


@retrying_atomic
def change_community(*, by: Viewer, community_id: UUID, plan: CommunityPlan, on: dt.date) -> Community:
    """Other particulars; the place and the team too."""
    found = _locked(by, community_id)
    for name, value in _judged(by, plan, on).items():
        setattr(found, name, value)
    _saved(found)
    note(by, "change_community", found)
    return found


@retrying_atomic
def close_community(*, by: Viewer, community_id: UUID, on: dt.date) -> Community:
    """It is not served any more: memberships end with the day; a second time changes nothing."""
    found = _locked(by, community_id)
    if found.closed_on is None:
        found.closed_on = on
        found.save(update_fields=["closed_on", "updated_at"])
        found.members.filter(until=None).update(until=on)
        note(by, "close_community", found)
    return found


@retrying_atomic
def add_class(*, by: Viewer, community_id: UUID, name: str, grade: str, teacher: str = "") -> CommunityClass:
    """A class; one that is open under this name is the answer."""
    found = _locked(by, community_id)
    if grade not in set(Grade):
        raise misshapen("E_COMMUNITY_CODE", "grade")
    made, is_new = CommunityClass.objects.get_or_create(
        community=found, name=name.strip()[:40], closed_on=None, defaults={"grade": grade, "teacher": teacher[:60]}
    )
    if is_new:
        note(by, "add_class", found, name=made.name)
    return made


@retrying_atomic
def close_class(*, by: Viewer, class_id: UUID, on: dt.date) -> CommunityClass:
    """A class without children ends."""
    found = class_for(by, class_id, permission=permissions.WRITE)
    _locked(by, found.community_id)
    if found.members.filter(until=None).exists():
        raise broken("E_CLASS_HAS_MEMBERS")
    found.closed_on = on
    found.save(update_fields=["closed_on", "updated_at"])
    note(by, "close_class", found.community, name=found.name)
    return found


@retrying_atomic
def add_member(
    *,
    by: Viewer,
    community_id: UUID,
    resident_id: UUID,
    role: str,
    since: dt.date,
    on: dt.date,
    class_id: UUID | None = None,
) -> Member:
    """A resident within reach belongs to the community from a day on; who belongs to it already is the answer."""
    found = _locked(by, community_id)
    if role not in set(MemberRole):
        raise misshapen("E_COMMUNITY_CODE", "role")
    if since > on:
        raise misshapen("E_COMMUNITY_DAY", "since")
    if found.members.filter(until=None).count() >= MOST_MEMBERS:
        raise broken("E_COMMUNITY_FULL", most=MOST_MEMBERS)
    resident = people.resident_for(by, resident_id, on=on)
    room = _open_class(by, found.id, class_id)
    defaults = {"role": role, "since": since, "community_class": room}
    made, is_new = Member.objects.get_or_create(community=found, resident=resident, until=None, defaults=defaults)
    if is_new:
        note(by, "add_member", found, residents=[resident.id], role=role)
    return made


@retrying_atomic
def place_member(*, by: Viewer, member_id: UUID, class_id: UUID | None, is_susceptible: bool) -> Member:
    """Another class; whether to look closely in an epidemic."""
    found = member_for(by, member_id, permission=permissions.WRITE)
    _locked(by, found.community_id)
    room = _open_class(by, found.community_id, class_id)
    found.community_class, found.is_susceptible = room, is_susceptible
    found.save(update_fields=["community_class", "is_susceptible", "updated_at"])
    note(by, "place_member", found.community, residents=[found.resident_id])
    return found


@retrying_atomic
def end_member(*, by: Viewer, member_id: UUID, on: dt.date) -> Member:
    """Somebody leaves; today is the last day, or the day before where they came today."""
    found = member_for(by, member_id, permission=permissions.WRITE)
    _locked(by, found.community_id)
    if found.until is None:
        found.until = max(on, found.since)
        found.save(update_fields=["until", "updated_at"])
        note(by, "end_member", found.community, residents=[found.resident_id])
    return found


def _open_class(by: Viewer, community_id: UUID, class_id: UUID | None) -> CommunityClass | None:
    """An open class of this community, where one is named."""
    room = class_for(by, class_id, permission=permissions.WRITE) if class_id else None
    if room and (room.community_id != community_id or room.closed_on):
        raise misshapen("E_COMMUNITY_CLASS", "class_id")
    return room


def _locked(by: Viewer, community_id: UUID) -> Community:
    community_for(by, community_id, permission=permissions.WRITE)
    return Community.objects.select_for_update(of=("self",), no_key=True).get(id=community_id)


def _saved(community: Community) -> Community:
    try:
        with transaction.atomic():
            community.save()
    except IntegrityError as error:
        if "community_once_in_a_place" not in str(error):
            raise
        raise broken("E_COMMUNITY_THERE", "name", name=community.name) from error
    return community


def _judged(by: Viewer, plan: CommunityPlan, on: dt.date) -> dict[str, Any]:
    team = team_of(by, plan.team_id, on)
    if plan.kind not in set(CommunityKind):
        raise misshapen("E_COMMUNITY_CODE", "kind")
    if not plan.name.strip():
        raise misshapen("E_COMMUNITY_NAME", "name")
    if not plan.region_code.startswith(team.region_code[:9]):
        raise misshapen("E_COMMUNITY_PLACE", "region_code")
    texts = {"name": 80, "address": 120, "contact_name": 60, "contact_phone": 30, "service_point": 120, "note": 200}
    return {name: getattr(plan, name).strip()[:most] for name, most in texts.items()} | {
        "kind": str(plan.kind),
        "region_id": plan.region_code,
        "team_id": team.id,
        "institution_id": team.institution_id,
    }
