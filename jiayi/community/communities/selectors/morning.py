"""The morning check of a class and of a whole community."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q

from jiayi.community.communities.models import CheckEntry, Community, CommunityClass, MorningCheck
from jiayi.community.communities.terms import Disposal, Grade, MemberRole, Presence


def check_of(community_class: CommunityClass, day: dt.date) -> MorningCheck | None:
    """The check of a class on a day."""
    return MorningCheck.objects.filter(community_class=community_class, day=day).first()


def entries_of(check: MorningCheck | None) -> dict[Any, CheckEntry]:
    """What a check says of each member, by member."""
    return {entry.member_id: entry for entry in check.entries.all()} if check else {}


def day_of(community: Community, day: dt.date) -> list[dict[str, Any]]:
    """Each open class on a day: its children, and of its check who came, stayed away, was found ill. Two queries."""
    here = Q(members__role=MemberRole.CHILD, members__since__lte=day)
    here &= Q(members__until=None) | Q(members__until__gte=day)
    classes = community.classes.filter(closed_on=None).annotate(children=Count("members", here, distinct=True))
    checks = MorningCheck.objects.filter(community_class__community=community, day=day).annotate(
        present=Count("entries", Q(entries__presence=Presence.PRESENT)),
        absent=Count("entries", Q(entries__presence=Presence.ABSENT)),
        ill=Count("entries", Q(entries__disposal__in=(Disposal.CLINIC, Disposal.SENT_HOME))),
    )
    by_class = {check.community_class_id: check for check in checks}
    grades = list(Grade)
    rooms = sorted(classes, key=lambda room: (grades.index(Grade(room.grade)), room.name, room.id))
    return [{"room": room, "check": by_class.get(room.id)} for room in rooms]
