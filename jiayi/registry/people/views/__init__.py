"""Pages of residents and households."""
