"""What may be done here: count the county, keep and drop snapshots."""

from .computing import COMPUTE, STEPS, compute_coverage, start_computing
from .keeping import count_past_months, prune_snapshots

__all__ = ["COMPUTE", "STEPS", "compute_coverage", "count_past_months", "prune_snapshots", "start_computing"]
