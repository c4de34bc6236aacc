"""Pages of functional communities and of a kindergarten's day."""
