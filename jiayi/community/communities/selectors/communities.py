"""Communities within reach, their classes and members, and what the schemes set for them."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jiayi.community.communities import permissions
from jiayi.community.communities.models import Community, CommunityClass, Member
from jiayi.community.communities.terms import MemberRole
from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import RulebookView, rulebook
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import TeamFacts

_NOW = Q(members__until=None, members__id__isnull=False)
_OPEN = Q(classes__closed_on=None, classes__id__isnull=False)


def communities(viewer: Viewer, *, permission: str = permissions.READ) -> QuerySet[Community]:
    """Communities within reach with `children`, `people` (all members) and `rooms` (classes), as they stand."""
    found = Community.objects.filter(permissions.within(viewer.scope(permission)))
    return found.select_related("team", "institution", "region").annotate(
        people=Count("members", _NOW, distinct=True),
        children=Count("members", _NOW & Q(members__role=MemberRole.CHILD), distinct=True),
        rooms=Count("classes", _OPEN, distinct=True),
    )


def community_for(viewer: Viewer, community_id: UUID, *, permission: str = permissions.READ) -> Community:
    """One community; NotVisible out of reach."""
    found = communities(viewer, permission=permission).filter(id=community_id).first()
    if found is None:
        raise NotVisible
    return found


def class_for(viewer: Viewer, class_id: UUID, *, permission: str = permissions.READ) -> CommunityClass:
    """One class of a community within reach; NotVisible otherwise."""
    found = CommunityClass.objects.filter(id=class_id).first()
    if found is None:
        raise NotVisible
    found.community = community_for(viewer, found.community_id, permission=permission)
    return found


def member_for(viewer: Viewer, member_id: UUID, *, permission: str = permissions.CHECK) -> Member:
    """One member of a community within reach; NotVisible otherwise."""
    found = Member.objects.select_related("resident", "community_class").filter(id=member_id).first()
    if found is None:
        raise NotVisible
    found.community = community_for(viewer, found.community_id, permission=permission)
    return found


def members_of(community: Community, *, on: dt.date, class_id: UUID | None = None) -> list[Member]:
    """Who belongs to it on a day, by class and name; the caller has seen the community. One query."""
    rows = community.members.filter(Q(until=None) | Q(until__gte=on), since__lte=on)
    if class_id:
        rows = rows.filter(community_class_id=class_id)
    rows = rows.select_related("resident", "community_class")
    return list(rows.order_by("community_class__name", "resident__name_pinyin", "id"))


def teams_for(viewer: Viewer, on: dt.date) -> list[tuple[UUID, str]]:
    """The teams that the viewer may enter a community for."""
    return organization.teams_of_scope(viewer, viewer.scope(permissions.WRITE), on=on)


def team_of(viewer: Viewer, team_id: UUID, on: dt.date) -> TeamFacts:
    """A team that the viewer may enter a community for; NotVisible otherwise."""
    return organization.team_in_reach(viewer, permissions.WRITE, team_id, on)


def settings_of(community: Community, on: dt.date) -> dict[str, Any]:
    """The values `kindergarten.…` in force there on a day, those that are set."""
    view = RulebookView(on, list(organization.schemes_for(community.region_id, on)))
    keys = (key for key in rulebook().parameters if key.startswith("kindergarten."))
    return {key: value for key in keys if (value := view.get(key)) is not None}
