"""Reads of the workstation's own tables, and the numbers of a region."""

from .community_numbers import BANDS, SEXES, band_name, community_numbers
from .reading import (
    Standing,
    basis_of,
    community_report_for,
    community_reports,
    proposal_of,
    simulation_for,
    simulations,
    standing_of,
)

__all__ = [
    "BANDS",
    "SEXES",
    "Standing",
    "band_name",
    "basis_of",
    "community_numbers",
    "community_report_for",
    "community_reports",
    "proposal_of",
    "simulation_for",
    "simulations",
    "standing_of",
]
