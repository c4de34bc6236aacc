"""Tables of agreements, their papers and packages, the load counters and the refusal register."""

from .agreement import Agreement, AgreementPackage, AgreementPaper
from .load import DoctorLoad, HouseholdTeam, TeamLoad
from .package import Package, PackageLine, PackageStep, PackageVersion
from .refusal import Refusal
from .step import AgreementStep

__all__ = [
    "Agreement",
    "AgreementPackage",
    "AgreementPaper",
    "AgreementStep",
    "DoctorLoad",
    "HouseholdTeam",
    "Package",
    "PackageLine",
    "PackageStep",
    "PackageVersion",
    "Refusal",
    "TeamLoad",
]
