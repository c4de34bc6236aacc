"""Words and value types of the agreements room."""

from .choices import (
    IN_FORCE,
    Channel,
    DocumentShown,
    EndReason,
    Kind,
    Party,
    Payer,
    RefusalReason,
    SignerCapacity,
    State,
    Unit,
)
from .requests import SigningRequest

__all__ = [
    "IN_FORCE",
    "Channel",
    "DocumentShown",
    "EndReason",
    "Kind",
    "Party",
    "Payer",
    "RefusalReason",
    "SignerCapacity",
    "SigningRequest",
    "State",
    "Unit",
]
