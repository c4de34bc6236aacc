"""Entitlements, services done, and the ledger between them."""

from .entitlement import Entitlement
from .ledger import LedgerEntry
from .service import DoneService, Testimony
from .standing import Standing

__all__ = ["DoneService", "Entitlement", "LedgerEntry", "Standing", "Testimony"]
