"""The list of communities, one community, its members."""

import datetime as dt
from collections.abc import Iterable
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiayi.community.communities import permissions
from jiayi.community.communities.models import Community, Member
from jiayi.community.communities.terms import CommunityKind, Grade, MemberRole
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.core.choices import Sex
from jiayi.foundation.core.dates import completed_years
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, flag_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

_CELLS = (
    ("name", gettext_noop("名称")),
    ("kind", gettext_noop("类别")),
    ("region", gettext_noop("村（社区）")),
    ("address", gettext_noop("地址")),
    ("contact_name", gettext_noop("单位联系人")),
    ("contact_phone", gettext_noop("单位电话")),
    ("service_point", gettext_noop("服务点和服务时间")),
    ("team", gettext_noop("服务团队")),
    ("institution", gettext_noop("机构")),
)
COMMUNITY_COLUMNS = [Column(title, itemgetter(name)) for name, title in _CELLS] + [
    Column(gettext_noop("成员"), itemgetter("people"), "quantity"),
    Column(gettext_noop("儿童"), itemgetter("children"), "quantity"),
    Column(gettext_noop("班级"), itemgetter("rooms"), "quantity"),
]
_ICONS = {
    CommunityKind.KINDERGARTEN: "horse-toy",
    CommunityKind.SCHOOL: "school",
    CommunityKind.ENTERPRISE: "building-factory-2",
    CommunityKind.GOVERNMENT: "building-bank",
    CommunityKind.PARK: "trees",
    CommunityKind.OFFICE_BUILDING: "building-skyscraper",
    CommunityKind.CARE_HOME: "home-heart",
}


def community_list(viewer: Viewer, on: dt.date, chosen_region: str) -> ListSpec:
    """What the list can be narrowed and sorted by."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    teams = organization.team_choices(viewer, permissions.READ, on)
    return ListSpec(
        filters=(
            choice_filter("kind", gettext_noop("类别"), options_of(CommunityKind)),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            choice_filter("team", gettext_noop("团队"), teams, lookup="team_id"),
            flag_filter("closed", gettext_noop("已停止服务"), lambda rows, yes: rows.exclude(closed_on=None)),
        ),
        sorts=(
            Sort("name", gettext_noop("名称"), ("name", "id")),
            Sort("people", gettext_noop("成员"), ("-people", "name", "id")),
        ),
    )


def community_row(community: Community) -> dict[str, Any]:
    """A line of the list, and of a file."""
    same = ("id", "name", "address", "contact_name", "contact_phone", "service_point", "closed_on")
    return {name: getattr(community, name) for name in (*same, "people", "children", "rooms")} | {
        "kind": label_of(CommunityKind, community.kind),
        "icon": _ICONS[CommunityKind(community.kind)],
        "region": community.region.name,
        "team": community.team.name,
        "institution": community.institution.name,
    }


def about(community: Community) -> list[tuple[str, str]]:
    """The particulars of a community."""
    contact = " ".join(word for word in (community.contact_name, community.contact_phone) if word)
    return [
        (_("地址"), f"{community.region.name} {community.address}".strip()),
        (_("单位联系人"), contact or "—"),
        (_("服务点和服务时间"), community.service_point or "—"),
        (_("服务团队"), community.team.name),
        (_("机构"), community.institution.name),
    ]


def member_rows(members: Iterable[Member], on: dt.date, *, seen: set[UUID]) -> list[dict[str, Any]]:
    """Members by class; whom the viewer may not see as a resident has a name but no page."""
    return [
        {
            "id": one.id,
            "resident_id": one.resident_id,
            "name": one.resident.name,
            "sex": label_of(Sex, one.resident.sex),
            "age": completed_years(one.resident.birth_date, on),
            "role": label_of(MemberRole, one.role),
            "room": one.community_class.name if one.community_class else "",
            "grade": label_of(Grade, one.community_class.grade) if one.community_class else "",
            "since": one.since,
            "is_susceptible": one.is_susceptible,
            "is_seen": one.resident_id in seen,
        }
        for one in members
    ]
