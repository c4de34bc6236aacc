"""The ways a message takes, behind one interface. To add one: a class here, and its code in terms.ChannelCode."""

from typing import Protocol

from django.conf import settings

from jiayi.foundation.base import texting


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
