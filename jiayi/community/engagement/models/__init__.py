"""Tables of the room."""

from .consent import Consent
from .mailing import Mailing
from .message import Message
from .survey import SurveyInvitation, SurveyRound
from .voices import Appeal, Note, Rating

__all__ = ["Appeal", "Consent", "Mailing", "Message", "Note", "Rating", "SurveyInvitation", "SurveyRound"]
