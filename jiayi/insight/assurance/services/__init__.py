"""What assurance does: look for doubtful work and into it, audit records, ask residents."""

from .auditing import accept_correction, check_record, draw_audits, report_correction, return_correction
from .auditing import drawn_again as audits_drawn_again
from .detecting import Detected, detect, detect_one
from .interviewing import close_case, draw_interviews, record_call, release_case, reveal_phone, take_case
from .interviewing import drawn_again as interviews_drawn_again
from .reporting import report_finding
from .reviewing import answer_finding, conclude_finding, release_finding, take_finding

__all__ = [
    "Detected",
    "accept_correction",
    "answer_finding",
    "audits_drawn_again",
    "check_record",
    "close_case",
    "conclude_finding",
    "detect",
    "detect_one",
    "draw_audits",
    "draw_interviews",
    "interviews_drawn_again",
    "record_call",
    "release_case",
    "release_finding",
    "report_correction",
    "report_finding",
    "return_correction",
    "reveal_phone",
    "take_case",
    "take_finding",
]
