"""The words of this room: codes with their labels, and the plain values other rooms receive."""

from .choices import (
    CODE_LENGTHS,
    ConsortiumKind,
    DeviceKind,
    DeviceStatus,
    DivisionFault,
    EmploymentKind,
    InstitutionKind,
    InstitutionLevel,
    Qualification,
    RegionLevel,
    ReorganizationKind,
    ResponsibilityStep,
    TeamTier,
    Title,
)
from .facts import AreaFacts, ChainLink, DoctorFacts, MemberFacts, TeamFacts

__all__ = [
    "CODE_LENGTHS",
    "AreaFacts",
    "ChainLink",
    "ConsortiumKind",
    "DeviceKind",
    "DeviceStatus",
    "DivisionFault",
    "DoctorFacts",
    "EmploymentKind",
    "InstitutionKind",
    "InstitutionLevel",
    "MemberFacts",
    "Qualification",
    "RegionLevel",
    "ReorganizationKind",
    "ResponsibilityStep",
    "TeamFacts",
    "TeamTier",
    "Title",
]
