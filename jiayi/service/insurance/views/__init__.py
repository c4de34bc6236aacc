"""Pages of insured visits."""
