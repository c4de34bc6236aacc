"""Tables of agreements, their papers and packages, the load counters and the refusal register."""

from .agreement import Agreement, AgreementPackage, AgreementPaper
from .load import DoctorLoad, HouseholdTeam, TeamLoad
from .refusal import Refusal

__all__ = [
    "Agreement",
    "AgreementPackage",
    "AgreementPaper",
    "DoctorLoad",
    "HouseholdTeam",
    "Refusal",
    "TeamLoad",
]
