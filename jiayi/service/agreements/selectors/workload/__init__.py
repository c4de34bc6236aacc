"""How much teams have promised against the time of their members."""

from .measured import ExplainedWorkload, TeamWorkload, measured, workload_of, workloads
from .signing import SigningWorkload, workload_after

__all__ = [
    "ExplainedWorkload",
    "SigningWorkload",
    "TeamWorkload",
    "measured",
    "workload_after",
    "workload_of",
    "workloads",
]
