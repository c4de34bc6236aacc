"""Decisions about the organisation: who makes up a team, how its areas and places lie, what is posted."""

from . import notices, places, teams

__all__ = ["notices", "places", "teams"]
