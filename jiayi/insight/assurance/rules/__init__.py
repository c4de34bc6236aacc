"""Pure rules of assurance."""
