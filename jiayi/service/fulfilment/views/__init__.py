"""Pages of promises and services."""
