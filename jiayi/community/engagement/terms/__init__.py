"""Words of the room."""

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
    "MessageAsked",
    "MessageState",
    "Outcome",
    "Satisfaction",
    "SurveyAnswer",
]
