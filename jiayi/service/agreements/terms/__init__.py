"""Words and value types of the agreements room."""

from .choices import (
    IN_FORCE,
    RUNNING,
    TERMINATION_REASONS,
    UNSIGNED,
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
    SuspensionReason,
    Unit,
)
from .life import NEW, TRANSITIONS, Act, allowed_pairs, is_allowed
from .requests import SigningRequest, TerminationRequest

__all__ = [
    "IN_FORCE",
    "NEW",
    "RUNNING",
    "TERMINATION_REASONS",
    "TRANSITIONS",
    "UNSIGNED",
    "Act",
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
    "SuspensionReason",
    "TerminationRequest",
    "Unit",
    "allowed_pairs",
    "is_allowed",
]
