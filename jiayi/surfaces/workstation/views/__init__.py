"""Pages of the workstation."""
