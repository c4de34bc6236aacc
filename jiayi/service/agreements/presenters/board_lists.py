"""The list of boards, the members of one with their consent, and the parts in which plates are printed."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop

from jiayi.foundation.base.signs import joined
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.registry.organization import selectors as organization
from jiayi.registry.organization.terms import BoardContent, BoardKey, PlaceKind, PublicField

from .rows import word_of

PUBLISHED, READY, WITHOUT_TEAM = "published", "ready", "without_team"


def board_list(viewer: Viewer, kind: PlaceKind) -> ListSpec:
    """Places by township and state."""
    codes = {prefix[:9] for prefix in viewer.scope("team_read").region_prefixes}
    townships = [
        (region.code, region.name)
        for code in sorted(codes)
        for region in organization.regions(viewer, below=code, level="township")
    ]
    column = "code" if kind == PlaceKind.VILLAGE else "region__code"
    states = [
        (PUBLISHED, gettext("已发布")),
        (READY, gettext("有团队，未发布")),
        (WITHOUT_TEAM, gettext("没有团队")),
    ]
    filters = (
        choice_filter("township", gettext_noop("乡镇"), townships, lookup=f"{column}__startswith"),
        choice_filter("state", gettext_noop("公示"), states, apply=_by_state),
    )
    order = ("code",) if kind == PlaceKind.VILLAGE else ("region_id", "code")
    sorts = (Sort("place", gettext_noop("地区"), order), Sort("name", gettext_noop("名称"), ("name", "code")))
    return ListSpec(filters=filters, sorts=sorts)


def _by_state(rows: QuerySet, state: str) -> QuerySet:
    if state == PUBLISHED:
        return rows.filter(published_on__isnull=False)
    return rows.filter(published_on=None, is_served=state == READY)


def board_rows(places: Sequence[Any], kind: PlaceKind, on: dt.date) -> list[dict[str, Any]]:
    """Rows with teams and what each board lacks; a steady number of queries."""
    contents = organization.board_contents([BoardKey(kind, place.code) for place in places], on)
    schemes = organization.schemes_of([one.region_code for one in contents.values()], on)
    rows = []
    for place in places:
        content = contents[BoardKey(kind, place.code)]
        notice = organization.notice_of(content, on, schemes[content.region_code])
        rows.append(
            {
                "kind": kind,
                "code": place.code,
                "name": place.name,
                "place": content.full_name,
                "teams": joined([team.name for team in content.teams]),
                "has_team": bool(content.teams),
                "published_on": content.published_on,
                "lacking": [word_of(one["field"]) for one in notice.missing] if content.teams else [],
            }
        )
    return rows


BOARD_COLUMNS = [
    Column(gettext_noop("名称"), lambda row: row["name"]),
    Column(gettext_noop("地区"), lambda row: row["place"]),
    Column(gettext_noop("代码"), lambda row: row["code"]),
    Column(gettext_noop("团队"), lambda row: row["teams"]),
    Column(gettext_noop("发布日期"), lambda row: row["published_on"]),
    Column(gettext_noop("缺少的内容"), lambda row: row["lacking"]),
]


def tabs(kind: PlaceKind) -> list[dict[str, Any]]:
    """Villages and institutions."""
    return [
        {
            "label": each.label(get_language() or ""),
            "url": reverse("agreements:boards", args=[each]),
            "is_active": each == kind,
        }
        for each in PlaceKind
    ]


def member_rows(publications: Sequence[Any], content: BoardContent) -> list[dict[str, Any]]:
    """The members on this board with what each shows, lacks and keeps back."""
    shown = {(team.name, member.name, member.role) for team in content.teams for member in team.members}
    roles = rulebook().roles
    return [
        {
            "id": one.practitioner_id,
            "name": one.name,
            "role": roles[one.role].label(get_language() or "") if one.role in roles else one.role,
            "shown": _fields(one.shown),
            "blank": _fields(one.blank),
            "kept_back": _fields(one.kept_back),
            "agreed_on": one.agreed_on,
        }
        for one in publications
        if (one.team_name, one.name, one.role) in shown
    ]


def _fields(fields: Sequence[PublicField]) -> str:
    return joined([field.label(get_language() or "") for field in fields])


def plate_parts(households: int, size: int) -> list[dict[str, int]]:
    """The files in which the plates of a village come: number, first and last household."""
    return [
        {"number": index + 1, "first": start + 1, "last": min(start + size, households)}
        for index, start in enumerate(range(0, households, size))
    ]
