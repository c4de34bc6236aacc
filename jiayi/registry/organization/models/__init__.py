"""Tables of regions, institutions, staff, devices, teams, areas and adopted schemes."""

from .adoption import Adoption
from .coordination import OTHER, Coordinator
from .department import TeamDepartment
from .institution import Consortium, Device, Institution
from .publicity import PublicBoard, PublicityCheck, PublicityFinding
from .region import Building, Region
from .reorganization import Reorganization
from .staff import Practitioner, Responsibility
from .team import Area, Team, TeamMember

__all__ = [
    "TeamDepartment",
    "OTHER",
    "Adoption",
    "Area",
    "Building",
    "Consortium",
    "Coordinator",
    "Device",
    "Institution",
    "Practitioner",
    "PublicBoard",
    "PublicityCheck",
    "PublicityFinding",
    "Region",
    "Reorganization",
    "Responsibility",
    "Team",
    "TeamMember",
]
