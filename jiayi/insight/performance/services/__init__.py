"""What may be done here: assess teams, hear objections, divide money."""

from .assessing import assess, enter_points, finish_assessment, open_assessment
from .circulars import (
    Decided,
    consequences,
    decide_consequence,
    draft_circular,
    issue_circular,
    write_circular,
)
from .claiming import claim_done, claim_services
from .objecting import answer_objection, object_to_score
from .settling import approve_settlement, prepay, run_again, settle

__all__ = [
    "Decided",
    "consequences",
    "decide_consequence",
    "draft_circular",
    "issue_circular",
    "write_circular",
    "answer_objection",
    "approve_settlement",
    "assess",
    "claim_done",
    "claim_services",
    "enter_points",
    "finish_assessment",
    "object_to_score",
    "open_assessment",
    "prepay",
    "run_again",
    "settle",
]
