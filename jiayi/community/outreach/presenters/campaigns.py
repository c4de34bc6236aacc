"""Campaigns in words: the list, one with its places, the circular on paper."""

import datetime as dt
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext_noop, override

from jiayi.community.outreach import permissions
from jiayi.community.outreach.models import Campaign
from jiayi.community.outreach.terms import CampaignState
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

from .activities import words_in_line
from .months import CHINESE
from .words import share_of

_SIGNS = {CampaignState.PLANNED: ("azure", "calendar"), CampaignState.CIRCULATED: ("green", "send")}
CAMPAIGN_COLUMNS = [
    Column(gettext_noop("范围"), itemgetter("region")),
    Column(gettext_noop("名称"), itemgetter("title")),
    Column(gettext_noop("开始日期"), itemgetter("since_on")),
    Column(gettext_noop("结束日期"), itemgetter("until_on")),
    Column(gettext_noop("宣传渠道"), itemgetter("channels")),
    Column(gettext_noop("状态"), itemgetter("state")),
    Column(gettext_noop("印发日期"), itemgetter("circulated_on")),
    Column(gettext_noop("评估意见"), itemgetter("verdict")),
]


def campaign_list(viewer: Viewer, chosen_region: str) -> ListSpec:
    """What the campaigns can be narrowed and sorted by."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    return ListSpec(
        filters=(
            choice_filter("state", gettext_noop("状态"), options_of(CampaignState)),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
        ),
        sorts=(Sort("since", gettext_noop("开始日期"), ("-since_on", "-id")),),
    )


def campaign_row(one: Campaign) -> dict[str, Any]:
    """A line of the list and of a file, and the head of its page."""
    colour, icon = _SIGNS[CampaignState(one.state)]
    label = label_of(CampaignState, one.state)
    same = ("id", "title", "since_on", "until_on", "goals", "verdict")
    return {name: getattr(one, name) for name in same} | {
        "region": one.region.name,
        "channels": words_in_line(one.channels),
        "planned": (one.planned_by_name, one.planned_on),
        "circulated_on": one.circulated_on or "",
        "circulated_by": one.circulated_by_name,
        "state": label,
        "sign": {"label": label, "colour": colour, "icon": icon},
        "is_planned": one.state == CampaignState.PLANNED,
    }


def campaign_places(figures: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The places with shares in words; who is behind stands out."""
    return [
        one | {f"{name}_share": share_of(one[name], one["asked"]) for name in ("satisfied", "aware")} for one in figures
    ]


def campaign_paper(one: Campaign, figures: Iterable[dict[str, Any]], on: dt.date) -> dict[str, Any]:
    """The circular as a paper for typst, in Chinese."""
    with override(CHINESE):
        row, places = campaign_row(one), campaign_places(figures)
        return {
            "title": f"关于{row['title']}效果评估情况的通报",  # data, not for translation
            "region": row["region"],
            "period": f"{one.since_on.isoformat()}至{one.until_on.isoformat()}",  # data, not for translation
            "goals": one.goals,
            "channels": row["channels"] or "—",
            "verdict": one.verdict,
            "rows": places,
            "behind": "、".join(place["name"] for place in places if place["is_behind"]),  # data, not for translation
            "issued": f"{one.circulated_by_name}　{row['circulated_on']}",
            "printed_on": on.isoformat(),
        }
