"""Writes of this room: keyword-only, one transaction each, audit inside."""

from .following import follow_moved_resident, point_back, repoint
from .importing import VisitImport, import_visits, undo_visits
from .noting import note_deductible

__all__ = [
    "VisitImport",
    "follow_moved_resident",
    "import_visits",
    "note_deductible",
    "point_back",
    "repoint",
    "undo_visits",
]
