"""The forms of the agreements room."""

from .ending import TerminationForm, VoidForm
from .life import ChangePackagesForm, ResumptionForm, SuspensionForm
from .refusing import RefusalForm
from .signing import SignForm

__all__ = [
    "ChangePackagesForm",
    "RefusalForm",
    "ResumptionForm",
    "SignForm",
    "SuspensionForm",
    "TerminationForm",
    "VoidForm",
]
