"""Words of the room."""

from .mailings import MailingAsked, MailingPreview, MailingReach, MailingState
from .messages import OPEN_STATES, ChannelCode, Heard, MessageAsked, MessageState
from .voices import SATISFIED, AppealAsked, AppealKind, AppealState, Outcome, Satisfaction, SurveyAnswer

__all__ = [
    "OPEN_STATES",
    "SATISFIED",
    "AppealAsked",
    "AppealKind",
    "AppealState",
    "ChannelCode",
    "Heard",
    "MailingAsked",
    "MailingPreview",
    "MailingReach",
    "MailingState",
    "MessageAsked",
    "MessageState",
    "Outcome",
    "Satisfaction",
    "SurveyAnswer",
]
