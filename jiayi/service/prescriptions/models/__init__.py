"""Orders, what was said of them, what was dispensed, and the stock it came from."""

from .aftercare import AdverseReaction, BoxCheck, PolicyNotice, ServiceOpening
from .claim import Claim
from .dispensing import DispensedItem, Dispensing, DispensingReturn, ReturnedItem
from .draft import PrescriptionDraft
from .follow_up import FollowUp
from .formulary import FormularyBatch, FormularyLine, InstitutionDrug
from .prescription import AuditEntry, Prescription, PrescriptionItem, PrescriptionVersion
from .stock import StockLot, StockMinimum, StockMovement
from .supply import SupplyLine, SupplyPart, SupplyRequest

__all__ = [
    "Claim",
    "FormularyBatch",
    "FormularyLine",
    "InstitutionDrug",
    "AdverseReaction",
    "BoxCheck",
    "PolicyNotice",
    "ServiceOpening",
    "AuditEntry",
    "DispensedItem",
    "Dispensing",
    "DispensingReturn",
    "FollowUp",
    "Prescription",
    "PrescriptionDraft",
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
