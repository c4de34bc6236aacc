"""Words of messages: where they go, how they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from jiayi.foundation.core.choices import Choice


class ChannelCode(Choice):
    """How a message reaches somebody; a template names them in the order of preference."""

    IN_APP = "in_app", "居民端消息", "On the resident's page"
    SMS = "sms", "短信", "Text message"
    WECHAT = "wechat", "微信", "WeChat"
    LETTER = "letter", "纸质信函", "Printed letter"


class MessageState(Choice):
    """Where a message stands."""

    WAITING = "waiting", "待发送", "Waiting"
    SENDING = "sending", "发送中", "Being sent"
    SENT = "sent", "已送达", "Delivered"
    FAILED = "failed", "未送达", "Failed"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


OPEN_STATES = (MessageState.WAITING, MessageState.SENDING)


@dataclass(frozen=True)
class MessageAsked:
    """A message to somebody: its template (rulebook/messages), the words of its blanks, and what it is about.

    The same `key` is sent once on each channel, however often it is asked for.
    """

    key: str
    template: str
    resident_id: UUID
    words: Mapping[str, Any] = field(default_factory=dict)


class Heard(Choice):
    """How a resident said something."""

    VISIT = "visit", "当面", "In person"
    PHONE = "phone", "电话", "By phone"
    PORTAL = "portal", "居民端", "On the resident's page"
