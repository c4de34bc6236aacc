"""Rosters: imported, reported, undone."""

from .importing import RosterImport, import_roster
from .reporting import summary, write_rejected, write_report

__all__ = ["RosterImport", "import_roster", "summary", "write_rejected", "write_report"]
