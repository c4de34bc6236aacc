"""Pages of long-term prescriptions."""
