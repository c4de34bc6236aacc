"""The ways a message takes, behind one interface. To add one: a class here, and its code in terms.ChannelCode."""

from typing import Protocol

from django.conf import settings

from jiayi.community.engagement.terms import ChannelCode
from jiayi.foundation.base import texting
from jiayi.foundation.rulebook.schema import MessageTemplate


class Channel(Protocol):
    """Something that carries a text to a phone; BadShape where it did not."""

    def is_open(self) -> bool:
        """Whether it can carry anything here."""
        ...

    def carry(self, *, phone: str, text: str) -> None:
        """Hand one text over."""
        ...


class TextMessages:
    """The county's gateway of text messages, or the server's log in a demonstration."""

    def is_open(self) -> bool:
        return texting.can_send()

    def carry(self, *, phone: str, text: str) -> None:
        texting.send_text(phone=phone, text=text)


class WeChatMessages:
    """A gateway that knows the county's official account and finds the follower by phone."""

    def is_open(self) -> bool:
        return bool(settings.WECHAT_GATEWAY)

    def carry(self, *, phone: str, text: str) -> None:
        texting.send_text(phone=phone, text=text, gateway=settings.WECHAT_GATEWAY)


CARRIERS: dict[str, Channel] = {"sms": TextMessages(), "wechat": WeChatMessages()}


def channels_for(template: MessageTemplate, *, has_phone: bool, allowed: bool) -> list[str]:
    """The channels of a template that can be tried with somebody, in order; `allowed`: the consent stands."""
    return [
        code
        for code in template.channels
        if code == ChannelCode.IN_APP
        or (allowed and (code == ChannelCode.LETTER or (has_phone and CARRIERS[code].is_open())))
    ]
