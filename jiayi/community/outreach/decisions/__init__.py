"""Decisions of this room: activities, health workers and months; institutions and years."""

from . import months, years

__all__ = ["months", "years"]
