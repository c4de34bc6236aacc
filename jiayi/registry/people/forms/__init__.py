"""Forms of this room: they read shapes; what may be saved is judged by the services."""

from .departure import DepartureForm, ReasonForm
from .groups import CloseGroupForm, GroupForm
from .household import HouseholdForm, MemberForm, SplitForm
from .merge import MergeForm, SearchForm
from .resident import GuardianForm, ResidentForm
from .stays import EndStayForm, StayForm

__all__ = [
    "CloseGroupForm",
    "DepartureForm",
    "EndStayForm",
    "GroupForm",
    "GuardianForm",
    "HouseholdForm",
    "MemberForm",
    "MergeForm",
    "ReasonForm",
    "ResidentForm",
    "SearchForm",
    "SplitForm",
    "StayForm",
]
