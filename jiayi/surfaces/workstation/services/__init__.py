"""Acts of the workstation that span rooms; keyword-only, one transaction each, audit inside."""

from .reporting import TEXTS, draft_report, publish_report, write_report
from .simulating import AT_ONCE, SIMULATE, STEPS, adopt_simulated, compute_simulation, start_simulation

__all__ = [
    "AT_ONCE",
    "SIMULATE",
    "STEPS",
    "TEXTS",
    "adopt_simulated",
    "compute_simulation",
    "draft_report",
    "publish_report",
    "start_simulation",
    "write_report",
]
