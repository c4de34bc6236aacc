"""Mailings in words."""

from operator import itemgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from jiayi.community.engagement import permissions, selectors
from jiayi.community.engagement.models import Mailing
from jiayi.community.engagement.terms import (
    ChannelCode,
    MailingAsked,
    MailingPreview,
    MailingReach,
    MailingState,
    MessageState,
)
from jiayi.community.engagement.wording import notice_text
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import ListSpec, Sort, choice_filter, date_filter
from jiayi.foundation.ui.wording import label_of, options_of, word_of
from jiayi.registry.organization import selectors as organization
from jiayi.registry.people import selectors as people

from .messages import SIGNS, delivery_filters

_CELLS = (
    ("time", gettext_noop("时间")),
    ("text", gettext_noop("通知内容")),
    ("region", gettext_noop("地区")),
    ("group", gettext_noop("人群")),
    ("addressees", gettext_noop("收件人数")),
    ("begun_by", gettext_noop("发起人")),
    ("state", gettext_noop("状态")),
)
MAILING_COLUMNS = [Column(title, itemgetter(name)) for name, title in _CELLS]
_LOOKS = {
    MailingState.SENDING: ("azure", "send"),
    MailingState.SENT: ("green", "circle-check"),
    MailingState.STOPPED: ("orange", "player-stop"),
}
_LEFT_OUT = (
    ("deceased", gettext_noop("已故")),
    ("away", gettext_noop("已迁出或停管")),
    ("refused", gettext_noop("撤回了接收提醒的同意")),
)


def group_options() -> list[tuple[str, str]]:
    """Groups that may be written to, with their names."""
    return [(code, word_of(code)) for code in selectors.mailing_groups()]


def mailing_list(viewer: Viewer, chosen_region: str) -> ListSpec:
    """What mailings can be narrowed and sorted by."""
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    return ListSpec(
        filters=(
            choice_filter("state", gettext_noop("状态"), options_of(MailingState)),
            choice_filter("group", gettext_noop("人群"), group_options()),
            choice_filter("region", gettext_noop("地区"), places, apply=people.in_region),
            date_filter("since", gettext_noop("从"), "created_at__date__gte"),
            date_filter("until", gettext_noop("到"), "created_at__date__lte"),
        ),
        sorts=(Sort("time", gettext_noop("时间"), ("-created_at", "-id")),),
    )


def delivery_list(viewer: Viewer, chosen_region: str) -> ListSpec:
    """What the messages of one mailing can be narrowed and sorted by."""
    return ListSpec(
        filters=delivery_filters(viewer, chosen_region),
        sorts=(Sort("time", gettext_noop("时间"), ("-created_at", "-id")),),
    )


def mailing_row(mailing: Mailing) -> dict[str, Any]:
    """A line of the list, and of a file."""
    state = label_of(MailingState, mailing.state)
    colour, icon = _LOOKS[MailingState(mailing.state)]
    return {
        "id": mailing.id,
        "time": f"{timezone.localtime(mailing.created_at):%Y-%m-%d %H:%M}",
        "text": mailing.text,
        "region": mailing.region.name,
        "group": _whom(mailing.asked),
        "addressees": mailing.counts["addressees"],
        "begun_by": mailing.begun_by_name,
        "state": state,
        "sign": {"label": state, "colour": colour, "icon": icon},
    }


def preview_words(preview: MailingPreview, asked: MailingAsked) -> dict[str, Any]:
    """What would be sent, to how many by which channel, and who is left out."""
    return {
        "region": organization.full_region_name(asked.region_code),
        "whom": _whom(asked),
        "text": notice_text(asked.text.strip()),
        "addressees": preview.reach.addressees,
        "channels": [(label_of(ChannelCode, code), count) for code, count in preview.by_channel.items()],
        "left_out": left_out(preview.reach),
        "beyond": preview.beyond,
        "most": preview.most,
    }


def left_out(reach: MailingReach) -> list[tuple[str, int]]:
    """Why residents of the group get nothing, and how many."""
    return [(gettext(label), getattr(reach, name)) for name, label in _LEFT_OUT]


def mailing_words(mailing: Mailing, counted: dict[str, dict[str, int]]) -> dict[str, Any]:
    """One mailing: what it said, to whom, and how its messages stand by channel."""
    return mailing_row(mailing) | {
        "full_text": notice_text(mailing.text),
        "left_out": left_out(MailingReach(**mailing.counts)),
        "channels": [
            {
                "label": label_of(ChannelCode, channel),
                "states": [
                    {
                        "label": label_of(MessageState, state),
                        "colour": SIGNS[MessageState(state)][0],
                        "icon": SIGNS[MessageState(state)][1],
                        "count": counted[channel][state],
                    }
                    for state in MessageState
                    if state in counted[channel]
                ],
            }
            for channel in ChannelCode
            if channel in counted
        ],
    }


def _whom(asked: MailingAsked) -> str:
    group = word_of(asked.group) if asked.group else gettext("不限人群")
    return f"{group} · {gettext('已签约')}" if asked.signed_only else group
