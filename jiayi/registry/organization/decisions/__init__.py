"""Decisions about the organisation: who makes up a team, and how its areas and places lie."""

from . import places, teams

__all__ = ["places", "teams"]
