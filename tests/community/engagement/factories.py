"""A resident of a village with a phone, and messages to them; every value is made up."""

import datetime as dt
from typing import Any

from jiayi.community.engagement import services
from jiayi.community.engagement.models import Message
from jiayi.community.engagement.terms import MessageAsked
from jiayi.foundation.base.viewer import SystemViewer
from tests.registry.people.factories import make_resident

BY = SystemViewer()
NOON = dt.datetime(2026, 3, 10, 4, tzinfo=dt.UTC)  # 12:00 in the county
NIGHT = dt.datetime(2026, 3, 10, 14, tzinfo=dt.UTC)  # 22:00
PHONE = "13912345678"


def make_somebody(**fields: Any):
    """A resident with a phone."""
    return make_resident(**({"phone": PHONE} | fields))


def write(resident: Any, template: str = "visit_due", *, at: dt.datetime = NOON, key: str = "task:1") -> list[Message]:
    """A reminder of a follow-up."""
    words = {"what": {"zh": "高血压随访", "en": "Hypertension follow-up"}, "day": "2026-03-20", "code": "123456"}
    asked = MessageAsked(key, template, resident.id, words | {"minutes": 10})
    return services.send_message(by=BY, asked=asked, at=at)


def deliver(at: dt.datetime = NOON, **fields: Any):
    return services.deliver_due(by=BY, at=at, **fields)
