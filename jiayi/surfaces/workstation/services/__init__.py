"""Acts of the workstation that span rooms; keyword-only, one transaction each, audit inside."""

from .simulating import AT_ONCE, SIMULATE, STEPS, adopt_simulated, compute_simulation, start_simulation

__all__ = ["AT_ONCE", "SIMULATE", "STEPS", "adopt_simulated", "compute_simulation", "start_simulation"]
