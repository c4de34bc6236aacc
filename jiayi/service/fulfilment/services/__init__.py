"""Writes of the fulfilment room: keyword-only, one transaction each, audit inside."""

from .by_hand import is_promised, record_service, void_service
from .gathering import gather_records
from .ledger import LedgerDifference, ledger_differences, record_differences
from .merging import point_services_back, repoint_services
from .opening import correct_ledger, follow_agreements, open_years
from .recording import fulfil_by_records, unfulfil_records
from .standing import judge_all, judge_standing
from .testimony import record_testimony

__all__ = [
    "is_promised",
    "LedgerDifference",
    "correct_ledger",
    "follow_agreements",
    "fulfil_by_records",
    "gather_records",
    "judge_all",
    "judge_standing",
    "ledger_differences",
    "open_years",
    "point_services_back",
    "record_differences",
    "record_service",
    "record_testimony",
    "repoint_services",
    "unfulfil_records",
    "void_service",
]
