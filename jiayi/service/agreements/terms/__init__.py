"""Words and value types of the agreements room."""

from .choices import (
    IN_FORCE,
    TERMINATION_REASONS,
    Channel,
    DocumentShown,
    EndReason,
    Kind,
    Party,
    Payer,
    RefusalReason,
    RequestedBy,
    SignerCapacity,
    State,
    Unit,
)
from .requests import SigningRequest, TerminationRequest

__all__ = [
    "IN_FORCE",
    "TERMINATION_REASONS",
    "Channel",
    "DocumentShown",
    "EndReason",
    "Kind",
    "Party",
    "Payer",
    "RefusalReason",
    "RequestedBy",
    "SignerCapacity",
    "SigningRequest",
    "State",
    "TerminationRequest",
    "Unit",
]
