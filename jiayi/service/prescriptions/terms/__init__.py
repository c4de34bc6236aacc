"""Words of long-term prescriptions, and what is asked of the services."""

from .choices import (
    CONSENT_KINDS,
    OPEN_STATES,
    PER_DAY,
    AuditAct,
    ConsentKind,
    EarlyReason,
    FollowUpDecision,
    Frequency,
    MovementKind,
    Relation,
    ReturnReason,
    State,
    StopReason,
    SupplyState,
    Way,
)
from .requests import Answer, DispenseRequest, ItemRequest, OrderRequest, Papers

__all__ = [
    "CONSENT_KINDS",
    "OPEN_STATES",
    "PER_DAY",
    "Answer",
    "AuditAct",
    "ConsentKind",
    "DispenseRequest",
    "EarlyReason",
    "FollowUpDecision",
    "Frequency",
    "ItemRequest",
    "MovementKind",
    "OrderRequest",
    "Papers",
    "Relation",
    "ReturnReason",
    "State",
    "StopReason",
    "SupplyState",
    "Way",
]
