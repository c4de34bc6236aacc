"""Rosters: tried, imported, reported, undone."""

from .batches import start_import, start_undo, upload_roster
from .files import delete_old_files, path_of
from .importing import RosterImport, import_roster
from .reporting import summary, write_rejected, write_report
from .undoing import EDITED, Kept, Undo, preview_undo, undo_roster

__all__ = [
    "EDITED",
    "Kept",
    "RosterImport",
    "Undo",
    "delete_old_files",
    "import_roster",
    "path_of",
    "preview_undo",
    "start_import",
    "start_undo",
    "summary",
    "undo_roster",
    "upload_roster",
    "write_rejected",
    "write_report",
]
