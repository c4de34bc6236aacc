"""Pure rules of long-term prescriptions."""
