"""The outbox in words."""

import datetime as dt
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop

from jiayi.community.engagement import permissions
from jiayi.community.engagement.models import Message
from jiayi.community.engagement.terms import ChannelCode, MessageState
from jiayi.community.engagement.wording import text_of_message, title_of_message
from jiayi.foundation.base.conditions import in_region
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.ui.exports import Column
from jiayi.foundation.ui.lists import Filter, ListSpec, Sort, choice_filter, date_filter
from jiayi.foundation.ui.wording import label_of, options_of
from jiayi.registry.organization import selectors as organization

_CELLS = (
    ("time", gettext_noop("时间")),
    ("resident", gettext_noop("居民")),
    ("region", gettext_noop("村（社区）")),
    ("title", gettext_noop("内容")),
    ("channel", gettext_noop("渠道")),
    ("state", gettext_noop("状态")),
    ("reason", gettext_noop("未送达原因")),
)
MESSAGE_COLUMNS = [Column(title, itemgetter(name)) for name, title in _CELLS]
SIGNS = {
    MessageState.WAITING: ("azure", "clock"),
    MessageState.SENDING: ("azure", "send"),
    MessageState.SENT: ("green", "circle-check"),
    MessageState.FAILED: ("red", "circle-x"),
    MessageState.WITHDRAWN: ("secondary", "circle-minus"),
}
_REASONS = {
    "no_phone": gettext_noop("没有登记手机"),
    "deceased": gettext_noop("居民已故"),
    "expired": gettext_noop("过期未发"),
}


def message_list(viewer: Viewer, chosen_region: str) -> ListSpec:
    """What the outbox can be narrowed and sorted by."""
    language = get_language() or ""
    templates = [(code, one.label(language)) for code, one in rulebook().messages.items()]
    state, channel, region = delivery_filters(viewer, chosen_region)
    return ListSpec(
        filters=(
            state,
            channel,
            choice_filter("template", gettext_noop("内容"), templates),
            region,
            date_filter("since", gettext_noop("从"), "created_at__date__gte"),
            date_filter("until", gettext_noop("到"), "created_at__date__lte"),
        ),
        sorts=(Sort("time", gettext_noop("时间"), ("-created_at", "-id")),),
    )


def delivery_filters(viewer: Viewer, chosen_region: str) -> tuple[Filter, Filter, Filter]:
    """By which messages are narrowed wherever they are listed: state, channel, region of the resident."""
    channels = [pair for pair in options_of(ChannelCode) if pair[0] != ChannelCode.IN_APP]
    places = organization.place_choices(viewer, permissions.READ, chosen_region)
    return (
        choice_filter("state", gettext_noop("状态"), options_of(MessageState)),
        choice_filter("channel", gettext_noop("渠道"), channels),
        choice_filter("region", gettext_noop("地区"), places, apply=_in_region_of_resident),
    )


def _in_region_of_resident(rows: Any, code: str) -> Any:
    return rows.filter(in_region(code, "resident__region"))


def message_row(message: Message) -> dict[str, Any]:
    """A line of the list, and of a file; never its text."""
    colour, icon = SIGNS[MessageState(message.state)]
    state = label_of(MessageState, message.state)
    moment = message.sent_at or message.created_at
    return {
        "id": message.id,
        "resident_id": message.resident_id,
        "time": f"{timezone.localtime(moment):%Y-%m-%d %H:%M}",
        "resident": message.resident.name,
        "region": message.resident.region.name,
        "title": title_of_message(message, get_language() or ""),
        "channel": label_of(ChannelCode, message.channel),
        "state": state,
        "sign": {"label": state, "colour": colour, "icon": icon},
        "reason": gettext(_REASONS.get(message.reason, gettext_noop("网关没有收下"))) if message.reason else "",
        "attempts": message.attempts,
    }


def letter_row(message: Message) -> dict[str, Any]:
    """A letter that waits, in the list."""
    resident = message.resident
    return {
        "id": message.id,
        "resident": resident.name,
        "region": resident.region.name,
        "address": resident.address,
        "title": title_of_message(message, get_language() or ""),
        "asked_on": timezone.localtime(message.created_at).date(),
    }


def letter_papers(messages: Iterable[Message], on: dt.date) -> dict[str, Any]:
    """Letters as a file for typst, a page each, in Chinese."""
    return {
        "letters": [
            {
                "to": one.resident.name,
                "address": _postal(one.resident),
                "title": title_of_message(one, "zh-hans"),
                "text": text_of_message(one, "zh-hans"),
            }
            for one in messages
        ],
        "day": f"{on.year}年{on.month}月{on.day}日",  # data, not for translation
    }


def _postal(resident: Any) -> str:
    """From the county down; an address that begins with the village does not name it twice."""
    names_village = resident.address.startswith(resident.region.name)
    above = resident.region.parent_id if names_village else resident.region_id
    return f"{organization.full_region_name(above)}{resident.address}"
