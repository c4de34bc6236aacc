"""Shapes of what is typed on this room's pages."""

from .areas import AssignForm, BuildingForm, EndAreasForm, GridForm, PopulationForm
from .institutions import CheckOutForm, DeviceForm, InstitutionForm
from .staff import HandOverForm, PractitionerForm
from .teams import DissolveForm, MembersForm, TeamForm, read_members

__all__ = [
    "AssignForm",
    "BuildingForm",
    "CheckOutForm",
    "DeviceForm",
    "DissolveForm",
    "EndAreasForm",
    "GridForm",
    "HandOverForm",
    "InstitutionForm",
    "MembersForm",
    "PopulationForm",
    "PractitionerForm",
    "TeamForm",
    "read_members",
]
