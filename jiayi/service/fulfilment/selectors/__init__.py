"""Reads of the fulfilment room; the viewer comes first."""

from .checklists import Checklist, ChecklistLine, checklists
from .claimed import done_services
from .effectiveness import Effectiveness, effectiveness_of, grade_of
from .promises import PromisedItem, PromisedYear, Promises, promises_of, years_of
from .services import service_for, services_of
from .unserved import late, unserved

__all__ = [
    "done_services",
    "Checklist",
    "ChecklistLine",
    "Effectiveness",
    "PromisedItem",
    "PromisedYear",
    "Promises",
    "checklists",
    "effectiveness_of",
    "grade_of",
    "late",
    "promises_of",
    "service_for",
    "services_of",
    "unserved",
    "years_of",
]
