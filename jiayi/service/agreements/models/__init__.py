"""Tables of agreements, their papers and packages, the load counters and the refusal register."""

from .agreement import Agreement, AgreementPackage, AgreementPaper
from .batch import AgreementBatch, AgreementBatchRow
from .duty import SigningDuty
from .evidence import SignatureEvidence, SigningCode
from .load import DoctorLoad, HouseholdTeam, TeamLoad
from .package import Package, PackageLine, PackageStep, PackageVersion
from .refusal import Refusal
from .session import SessionEntry, SigningSession
from .step import AgreementStep

__all__ = [
    "Agreement",
    "AgreementBatch",
    "AgreementBatchRow",
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
    "SessionEntry",
    "SignatureEvidence",
    "SigningCode",
    "SigningDuty",
    "SigningSession",
    "TeamLoad",
]
