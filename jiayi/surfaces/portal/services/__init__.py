"""Writes of the portal: signing in, who acts for whom."""

from .authorising import end_authority, give_authority, record_authority
from .coding import ask_code, ask_code_of_paper, send_codes, take_code
from .sessions import act_for, begin_session, choose_resident, end_session, mark_seen
from .signing import ask_renewal, send_signing_code, sign_paper

__all__ = [
    "act_for",
    "ask_code",
    "ask_code_of_paper",
    "ask_renewal",
    "send_signing_code",
    "sign_paper",
    "begin_session",
    "choose_resident",
    "end_authority",
    "end_session",
    "give_authority",
    "mark_seen",
    "record_authority",
    "send_codes",
    "take_code",
]
