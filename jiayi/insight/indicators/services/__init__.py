"""What may be done here: count the county, keep and drop snapshots."""

from .building import Built, build_facts
from .closing import close_period, restate_period
from .computing import COMPUTE, STEPS, compute_coverage, start_computing
from .gaps import end_reached_gaps, give_gap
from .keeping import count_past_months, prune_snapshots
from .letters import change_letter, draft_letters, issue_letter, sign_letter, withdraw_letter
from .watching import answer_alarm, watch_targets

__all__ = [
    "answer_alarm",
    "watch_targets",
    "close_period",
    "end_reached_gaps",
    "give_gap",
    "restate_period",
    "Built",
    "build_facts",
    "COMPUTE",
    "STEPS",
    "change_letter",
    "compute_coverage",
    "count_past_months",
    "draft_letters",
    "issue_letter",
    "prune_snapshots",
    "sign_letter",
    "start_computing",
    "withdraw_letter",
]
