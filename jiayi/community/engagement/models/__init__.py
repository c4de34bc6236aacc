"""Tables of the room."""

from .consent import Consent
from .message import Message
from .survey import SurveyInvitation, SurveyRound
from .voices import Appeal, Note, Rating

__all__ = ["Appeal", "Consent", "Message", "Note", "Rating", "SurveyInvitation", "SurveyRound"]
