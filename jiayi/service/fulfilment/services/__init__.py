"""Writes of the fulfilment room: keyword-only, one transaction each, audit inside."""

from .ledger import LedgerDifference, ledger_differences
from .merging import point_services_back, repoint_services
from .opening import correct_ledger, follow_agreements, open_years
from .recording import fulfil_by_record, unfulfil_record

__all__ = [
    "LedgerDifference",
    "correct_ledger",
    "follow_agreements",
    "fulfil_by_record",
    "ledger_differences",
    "open_years",
    "point_services_back",
    "repoint_services",
    "unfulfil_record",
]
