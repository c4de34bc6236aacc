"""Words of mailings."""

from dataclasses import dataclass

from jiayi.foundation.core.choices import Choice


class MailingState(Choice):
    """How far the messages of a mailing are written; each then has a state of its own."""

    SENDING = "sending", "正在生成", "Being written"
    SENT = "sent", "已生成", "Written"
    STOPPED = "stopped", "已中止", "Stopped"


@dataclass(frozen=True)
class MailingAsked:
    """A text for the residents of a region: of a group or all, who signed or all."""

    region_code: str
    text: str
    group: str = ""
    signed_only: bool = False


@dataclass(frozen=True)
class MailingReach:
    """How many a mailing reaches, with and without a phone, and why others are left out."""

    addressees: int
    with_phone: int
    deceased: int
    away: int  # moved, or the record is closed for another reason
    refused: int  # no consent to reminders


@dataclass(frozen=True)
class MailingPreview:
    """What would be sent: by channel that is tried first, within the limit or not."""

    reach: MailingReach
    by_channel: dict[str, int]
    most: int

    @property
    def beyond(self) -> int:
        """How many more than one mailing may reach."""
        return max(0, self.reach.addressees - self.most)
