"""Shapes of what is typed on this room's pages."""

from .areas import (
    POINT,
    AssignForm,
    BuildingForm,
    CoordinatorForm,
    EndAreasForm,
    GridForm,
    PopulationForm,
    VillageForm,
)
from .checks import CheckForm
from .institutions import CheckOutForm, DeviceForm, InstitutionForm
from .staff import HandOverForm, PractitionerForm, PublicationForm
from .teams import DissolveForm, MembersForm, TeamForm, read_hours, read_members, typed_hours

__all__ = [
    "POINT",
    "VillageForm",
    "AssignForm",
    "BuildingForm",
    "CoordinatorForm",
    "CheckForm",
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
    "PublicationForm",
    "TeamForm",
    "read_hours",
    "read_members",
    "typed_hours",
]
