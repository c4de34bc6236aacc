"""Ask another institution about a resident; answer within the clock."""

from .answering import answer_consultation, decline_consultation, take_consultation
from .asking import add_consultation_file, ask_again, ask_consultation, close_consultation, withdraw_consultation

__all__ = [
    "add_consultation_file",
    "answer_consultation",
    "ask_again",
    "ask_consultation",
    "close_consultation",
    "decline_consultation",
    "take_consultation",
    "withdraw_consultation",
]
