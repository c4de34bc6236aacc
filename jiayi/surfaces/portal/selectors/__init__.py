"""Reads of the portal's own tables."""

from .authority import authorities_of, members_to_authorise, represented_by
from .limits import Limits, limits_on
from .own import own_agreement, own_paper
from .points import Points, points_of
from .signing_in import code_for, session_of

__all__ = [
    "Limits",
    "Points",
    "authorities_of",
    "code_for",
    "limits_on",
    "members_to_authorise",
    "own_agreement",
    "own_paper",
    "points_of",
    "represented_by",
    "session_of",
]
