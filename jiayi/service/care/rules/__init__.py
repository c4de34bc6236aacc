"""Pure rules of care: what a value means and when the next visit is due."""
