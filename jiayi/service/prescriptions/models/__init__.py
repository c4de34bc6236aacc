"""Orders, what was said of them, what was dispensed, and the stock it came from."""

from .dispensing import DispensedItem, Dispensing, DispensingReturn, ReturnedItem
from .follow_up import FollowUp
from .prescription import AuditEntry, Prescription, PrescriptionItem, PrescriptionVersion
from .stock import StockLot, StockMinimum, StockMovement
from .supply import SupplyLine, SupplyPart, SupplyRequest

__all__ = [
    "AuditEntry",
    "DispensedItem",
    "Dispensing",
    "DispensingReturn",
    "FollowUp",
    "Prescription",
    "PrescriptionItem",
    "PrescriptionVersion",
    "ReturnedItem",
    "StockLot",
    "StockMinimum",
    "StockMovement",
    "SupplyLine",
    "SupplyPart",
    "SupplyRequest",
]
